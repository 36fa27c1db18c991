internal import CMicrohttpd
import Glibc

// The library's calls, on its threads. Each connection belongs to one of them, so calls for one connection never
// overlap. The contexts: of all the engine, of a socket its ClientConnection, of a request its Exchange.

let connectionChanged: MHD_NotifyConnectionCallback = { context, handle, socketContext, code in
    guard let engine = Engine.from(context), let handle, let socketContext else { return }
    if code == flotilla_mhd_started {
        let connection = ClientConnection(
            handle: handle, descriptor: flotilla_mhd_socket(handle), peer: flotilla_mhd_peer(handle),
            isSurplus: engine.table.count >= engine.table.full, deadline: .now + engine.configuration.headerTimeout)
        engine.sockets.enter()
        socketContext.pointee = Unmanaged.passRetained(connection).toOpaque()
        if engine.table.insert(connection) > engine.table.crowded { engine.relieve() }
    } else if let raw = socketContext.pointee {
        let connection = Unmanaged<ClientConnection>.fromOpaque(raw).takeRetainedValue()
        socketContext.pointee = nil
        if connection.lingers { engine.linger.keep(connection.descriptor) }
        connection.close()
        engine.table.remove(connection)
        engine.sockets.leave()
    }
}

let targetArrived:
    @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?) ->
        UnsafeMutableRawPointer? = { context, target, handle in
            guard let engine = Engine.from(context), let connection = ClientConnection.of(handle), let target else {
                return nil
            }
            let raw = UnsafeRawBufferPointer(start: target, count: strlen(target))
            let start = UInt(bitPattern: target)
            connection.begin(
                RequestLine(target: RequestTarget(raw), targetStart: start, targetEnd: start + UInt(raw.count)),
                deadline: .now + engine.configuration.headerTimeout)
            // The library would read the query as well, into a few dozen bytes of its small memory for each parameter.
            flotilla_mhd_drop_query(target)
            return nil
        }

let requestArrived: MHD_AccessHandlerCallback = {
    context, handle, _, method, version, upload, uploadSize, requestContext in
    guard let engine = Engine.from(context), let handle, let uploadSize, let requestContext else {
        return flotilla_mhd_no
    }
    guard let raw = requestContext.pointee else {
        guard let connection = ClientConnection.of(handle), let method, let version else { return flotilla_mhd_no }
        let exchange = Exchange.make(engine, connection, handle, method: method, version: version)
        requestContext.pointee = Unmanaged.passRetained(exchange).toOpaque()
        return exchange.begin()
    }
    let exchange = Unmanaged<Exchange>.fromOpaque(raw).takeUnretainedValue()
    guard let upload, uploadSize.pointee > 0 else { return exchange.proceed() }
    let bytes = UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee)
    uploadSize.pointee = 0
    return exchange.receive(bytes)
}

let requestCompleted: MHD_RequestCompletedCallback = { context, _, requestContext, _ in
    guard let engine = Engine.from(context), let raw = requestContext?.pointee else { return }
    let exchange = Unmanaged<Exchange>.fromOpaque(raw).takeRetainedValue()
    requestContext?.pointee = nil
    let configuration = engine.configuration
    exchange.connection.detach(deadline: .now + configuration.idleTimeout + configuration.headerTimeout)
    exchange.complete()
    engine.requests.leave()
    // A connection that was busy when the server began to stop has no further requests to wait for.
    if engine.isDraining { exchange.connection.endIfIdle() }
}

let logged: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?) -> Void = { context, message in
    guard let engine = Engine.from(context), let message else { return }
    let text = String(cString: message)
    engine.libraryRefuses(text)
    engine.configuration.onLibraryMessage(text)
}

extension Engine {
    fileprivate static func from(_ context: UnsafeMutableRawPointer?) -> Engine? {
        context.map { Unmanaged<Engine>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension ClientConnection {
    fileprivate static func of(_ handle: OpaquePointer?) -> ClientConnection? {
        guard let handle, let context = flotilla_mhd_socket_context(handle) else { return nil }
        return Unmanaged<ClientConnection>.fromOpaque(context).takeUnretainedValue()
    }
}
