// HindcastStoreSQLiteTests
