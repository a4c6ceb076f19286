// HindcastEngine
