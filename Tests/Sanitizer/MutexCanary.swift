// Shows that the thread sanitizer is neither blind nor wrong about Mutex: `held` must pass, `bare` must be reported.
// Run by Scripts/sanitize.
import Glibc
import Synchronization

/// Handed to the threads as a bare address, so that the compiler lets a race happen.
final class Counter {
    private let guarded = Mutex(0)
    private let other = Mutex(0)
    private var bare = 0
    let isHeld: Bool

    init(isHeld: Bool) { self.isHeld = isHeld }

    /// Stays inside the lock for a while, so that the other thread has to wait for it.
    func count() {
        for _ in 0..<1_000 {
            if isHeld {
                guarded.withLock { count in for _ in 0..<1_000 { count += 1 } }
            } else {
                bare += 1
                other.withLock { count in for _ in 0..<1_000 { count += 1 } }
            }
        }
    }
}

func run(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<Counter>.fromOpaque(argument).takeUnretainedValue().count()
    return nil
}

let counter = Counter(isHeld: CommandLine.arguments.contains("held"))
let argument = Unmanaged.passUnretained(counter).toOpaque()
var threads = [pthread_t](repeating: pthread_t(), count: 2)
for index in threads.indices { pthread_create(&threads[index], nil, { run($0) }, argument) }
for thread in threads { pthread_join(thread, nil) }
