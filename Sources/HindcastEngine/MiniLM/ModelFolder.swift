import HindcastBytes

/// The files of a model, where they are installed.
struct ModelFolder: Sendable {
    static let weights = "model.safetensors"
    static let vocabulary = "vocab.txt"
    static let files = [weights, vocabulary]

    let path: String

    var exists: Bool { DiskFile.isFolder(path) }

    /// What its files take.
    var bytes: Int { Self.files.reduce(0) { $0 + (DiskFile.count(path + "/" + $1) ?? 0) } }

    /// Makes it and writes its files. What was begun there before is gone.
    func write(_ files: ModelFiles) throws(FileError) {
        try remove()
        try DiskFile.makeFolder(path)
        try DiskFile.write(files.weights, to: path + "/" + Self.weights)
        try DiskFile.write(files.vocabulary, to: path + "/" + Self.vocabulary)
    }

    /// Only what a model has; a folder with anything else in it stays.
    func remove() throws(FileError) {
        for file in Self.files { try DiskFile.remove(path + "/" + file) }
        try DiskFile.remove(path)
    }
}
