import HindcastStore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The maintainers' tool.
@main struct Main {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.first == "bench-store", let folder = arguments.dropFirst().first else {
            print("usage: hindcast-dev bench-store FOLDER [SPANS] [--no-index]")
            exit(2)
        }
        let spans = arguments.dropFirst(2).first.flatMap { Int($0) } ?? 20_000
        do {
            try await StoreBench(folder: folder, spanCount: spans, indexes: !arguments.contains("--no-index"))
                .run()
        } catch {
            print(error.sentence)
            exit(1)
        }
    }
}
