// HindcastModel
