// HindcastOTLP
