// HindcastProtobufTests
