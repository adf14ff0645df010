"""Django's PostgreSQL backend, which sees without asking whether its server has gone."""
