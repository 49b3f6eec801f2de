"""The database: tables, prepared statements, units of work, migrations. No rule of the circle is here."""
