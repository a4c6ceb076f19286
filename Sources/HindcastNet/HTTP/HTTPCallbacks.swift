import CMicrohttpd

// The functions the library calls, on its own threads. They only find the object behind a pointer: a closure
// made elsewhere could carry an actor's isolation and trap.

/// A socket was accepted, or is about to be closed.
func httpConnectionCallback(
    context: UnsafeMutableRawPointer?, handle: OpaquePointer?,
    slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, code: MHD_ConnectionNotificationCode
) {
    guard let context = unsafe context, let handle = unsafe handle, let slot = unsafe slot else { return }
    let core = unsafe Unmanaged<HTTPServerCore>.fromOpaque(context).takeUnretainedValue()
    if hindcast_http_is_start(code) == 1 {
        let connection = unsafe HTTPConnection(core: core, handle: handle)
        core.add(connection)
        unsafe slot.pointee = Unmanaged.passRetained(connection).toOpaque()
    } else if let stored = unsafe slot.pointee {
        let connection = unsafe Unmanaged<HTTPConnection>.fromOpaque(stored).takeRetainedValue()
        core.remove(connection)
        unsafe slot.pointee = nil
    }
}

/// The request line is complete. What is returned is the exchange, given back in `httpCompletedCallback`.
func httpTargetCallback(
    context: UnsafeMutableRawPointer?, target: UnsafePointer<CChar>?, handle: OpaquePointer?
) -> UnsafeMutableRawPointer? {
    guard let target = unsafe target, let handle = unsafe handle,
        let stored = unsafe hindcast_http_socket_context(handle)
    else { return nil }
    let connection = unsafe Unmanaged<HTTPConnection>.fromOpaque(stored).takeUnretainedValue()
    connection.expect(within: connection.core.configuration.headMilliseconds)
    let exchange = unsafe HTTPExchange(
        connection: connection, target: String(cString: target), bytes: strlen(target))
    return unsafe Unmanaged.passRetained(exchange).toOpaque()
}

/// The head is complete, or body bytes have come, or the request is complete, or its answer is ready.
func httpRequestCallback(
    context: UnsafeMutableRawPointer?, handle: OpaquePointer?, path: UnsafePointer<CChar>?,
    method: UnsafePointer<CChar>?, version: UnsafePointer<CChar>?, bytes: UnsafePointer<CChar>?,
    count: UnsafeMutablePointer<Int>?, slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let method = unsafe method, let count = unsafe count, let stored = unsafe slot?.pointee else {
        return .NO
    }
    let exchange = unsafe Unmanaged<HTTPExchange>.fromOpaque(stored).takeUnretainedValue()
    let goesOn: Bool
    if !exchange.hasHead {
        let isWhole = unsafe hindcast_http_is_whole(path, exchange.targetBytes, version) == 1
        goesOn = unsafe exchange.headArrived(method: String(cString: method), hasWholeTarget: isWhole)
    } else if unsafe count.pointee > 0 {
        goesOn = unsafe exchange.bodyArrived(UnsafeRawBufferPointer(start: bytes, count: count.pointee))
        unsafe count.pointee = 0
    } else {
        goesOn = exchange.requestEnded()
    }
    return goesOn ? .YES : .NO
}

/// The answer is sent, or the connection is gone.
func httpCompletedCallback(
    context: UnsafeMutableRawPointer?, handle: OpaquePointer?,
    slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, code: MHD_RequestTerminationCode
) {
    guard let slot = unsafe slot, let stored = unsafe slot.pointee else { return }
    unsafe slot.pointee = nil
    unsafe Unmanaged<HTTPExchange>.fromOpaque(stored).takeRetainedValue().completed()
}
