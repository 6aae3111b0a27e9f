from sqlalchemy import Connection
def former_ids(connection: Connection) -> dict[str, str]:
    return {}
