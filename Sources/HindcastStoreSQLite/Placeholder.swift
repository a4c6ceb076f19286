// HindcastStoreSQLite
