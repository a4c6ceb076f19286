// StoreSuite
