import HindcastCLI

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The program: every command gets the same world.
@main
struct Hindcast {
    /// The main thread receives signals and nothing else; the command runs beside it and ends the process.
    static func main() {
        Interruption.prepare()
        // What agents said is their owner's business, whatever the folder's own mode.
        umask(0o077)
        start(Array(CommandLine.arguments.dropFirst()))
        Interruption.receive()
    }
}

/// Outside `main`, which is bound to the main actor: what is made here ends up on other threads.
private nonisolated func start(_ words: [String]) {
    Task.detached {
        exit(await CommandLineTool(.system).run(words))
    }
}
