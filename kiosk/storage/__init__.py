"""The kiosk's store. sqlite-utils takes its engine at import, and looks for one under this name before Python's own.

Handing SQLCipher to a Database would not be enough: its errors are no `sqlite3.Error`, so whatever sqlite-utils catches
would pass it by.
"""

import sys

import sqlcipher3
from sqlcipher3 import dbapi2

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = dbapi2
