import CGRPC
import HindcastHTTP
import Synchronization

/// One place for a call: it waits for one, runs it, answers it, and waits for the next.
///
/// Unchecked: `memory` belongs to the C core while a tag is out and to the holder of the mutex's phase otherwise;
/// the phase decides who that is.
@safe
final class GRPCCall: @unchecked Sendable {
    private enum Phase {
        /// No call yet.
        case waiting
        /// The handler runs.
        case running(Task<Void, Never>?)
        /// The answer is on its way.
        case answering
        /// Nothing more is sent: the answer is out, the caller left, or the server stopped waiting. The end of
        /// the call clears up.
        case settled
    }

    private struct State {
        var phase = Phase.waiting
        /// The caller left, or has our status.
        var isClosed = false
    }

    /// Objects are aligned to 16 bytes: the lowest bit of a tag tells the end of a call from its other events.
    private static let closedBit: UInt = 1

    private let core: GRPCServerCore
    private let method: GRPCServerCore.Method
    private let queue: OpaquePointer
    private let memory: UnsafeMutablePointer<HindcastCall>
    private var chargedBytes = 0
    private let state = Mutex(State())

    init(core: GRPCServerCore, method: GRPCServerCore.Method, queue: OpaquePointer) {
        self.core = core
        self.method = method
        unsafe self.queue = queue
        unsafe memory = .allocate(capacity: 1)
        unsafe hindcast_call_init(memory)
    }

    deinit {
        unsafe hindcast_call_reset(memory)
        unsafe memory.deallocate()
    }

    // MARK: Events

    /// Waits for a call. The register of the core keeps the object alive as long as a tag may come.
    func arm() {
        _ = core.admit(self) {
            unsafe hindcast_grpc_await(core.server, method.handle, memory, queue, tag) == 1
        }
    }

    private var tag: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

    /// Finds the call behind a tag and tells it what happened.
    static func handle(tag: UnsafeMutableRawPointer, success: Bool) {
        let bits = UInt(bitPattern: tag)
        let isClosed = bits & closedBit != 0
        guard let object = unsafe UnsafeRawPointer(bitPattern: bits & ~closedBit) else { return }
        let call = unsafe Unmanaged<GRPCCall>.fromOpaque(object).takeUnretainedValue()
        if isClosed { call.closed() } else { call.advanced(success: success) }
    }

    /// A call arrived, or its answer is out.
    private func advanced(success: Bool) {
        let (isNew, isOver) = state.withLock { state in
            if case .waiting = state.phase { return (true, false) }
            // The end tag of an answered call may come before or after this one; the later one clears up.
            defer { state.phase = .settled }
            return (false, state.isClosed)
        }
        if isNew {
            if success { begin() } else { core.remove(self) }
        } else if isOver {
            recycle()
        }
    }

    /// The caller left or has our status.
    private func closed() {
        let (task, isOver): (Task<Void, Never>?, Bool) = state.withLock { state in
            state.isClosed = true
            switch state.phase {
            case .running(let task): return (task, false)
            case .settled: return (nil, true)
            case .waiting, .answering: return (nil, false)
            }
        }
        task?.cancel()
        if isOver { recycle() }
    }

    private func recycle() {
        core.discharge(chargedBytes)
        chargedBytes = 0
        unsafe hindcast_call_reset(memory)
        state.withLock { $0 = State() }
        arm()
    }

    // MARK: Running

    private func begin() {
        state.withLock { $0.phase = .running(nil) }
        let end = unsafe UnsafeMutableRawPointer(bitPattern: UInt(bitPattern: tag) | GRPCCall.closedBit)
        // Without the end tag nothing would clear up; the core refuses it only on a broken call.
        guard unsafe hindcast_call_watch(memory, end) == 1 else { return recycle() }
        switch request() {
        case .failure(let status):
            answer(.failure(status))
        case .success(let request):
            let task = Task { [self, handler = method.row.handler] in
                answer(await handler(request))
            }
            let isGone = state.withLock { state in
                if case .running = state.phase { state.phase = .running(task) }
                return state.isClosed
            }
            if isGone { task.cancel() }
        }
    }

    private func request() -> Result<RPCRequest, RPCStatus> {
        var request = unsafe RPCRequest(
            method: method.row.path, metadata: GRPCWire.metadata(memory), message: [],
            peer: GRPCWire.peer(memory, isSecure: core.configuration.tls != nil))
        guard unsafe method.handle != nil else {
            request.method = unsafe GRPCWire.method(memory)
            return .success(request)
        }
        var reader = unsafe grpc_byte_buffer_reader()
        let count = unsafe hindcast_payload_begin(memory, &reader)
        guard count >= 0 else {
            return .failure(
                RPCStatus(.invalidArgument, "the call has no message, or it cannot be decompressed"))
        }
        defer { unsafe hindcast_payload_end(memory, &reader) }
        // Without bytes the initialiser below would write to the storage that all empty arrays share.
        guard count > 0 else { return .success(request) }
        guard Int(count) <= core.configuration.messageBytesMax else {
            return .failure(RPCStatus(.resourceExhausted, "the message is too large; send smaller batches"))
        }
        guard core.charge(Int(count)) else {
            return .failure(
                RPCStatus(
                    .unavailable, "too many messages are being received at once; try again",
                    retryAfterMilliseconds: HTTPLimits.retryAfterSeconds * 1_000))
        }
        chargedBytes = Int(count)
        request.message = unsafe [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
            unsafe filled = hindcast_payload_read(&reader, buffer.baseAddress, buffer.count)
        }
        return .success(request)
    }

    // MARK: Answering

    /// Sends the handler's answer, unless the caller left or the server gave up waiting.
    private func answer(_ response: RPCResponse) {
        let isOver = state.withLock { state in
            guard case .running = state.phase else { return false }
            state.phase = .settled
            guard !state.isClosed else { return true }
            if unsafe GRPCWire.send(response, on: memory, tag: tag) {
                state.phase = .answering
            } else {
                unsafe _ = grpc_call_cancel(memory.pointee.call, nil)
            }
            return false
        }
        if isOver { recycle() }
    }

    /// Stops waiting for the handler, because the server is stopping now: a call that has not ended yet is
    /// cleared up by its end tag.
    func abandon() {
        let (task, isOver): (Task<Void, Never>?, Bool) = state.withLock { state in
            guard case .running(let task) = state.phase else { return (nil, false) }
            state.phase = .settled
            return (task, state.isClosed)
        }
        task?.cancel()
        if isOver { recycle() }
    }
}
