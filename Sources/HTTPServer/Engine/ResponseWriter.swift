internal import CMicrohttpd

/// Turns an answer into the library's form.
enum ResponseWriter {
    /// What the server itself is in charge of.
    private static let reserved = ["Content-Length", "Transfer-Encoding", "Connection", "Date"]

    /// What every answer says unless it says otherwise: no cache keeps it, since most answers are one caller's, and a
    /// browser takes it for what it is.
    static let common = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]

    /// - Parameter pipe: of a streamed answer; a stream without one is sent as its header alone.
    /// - Returns: to be destroyed by the caller once it is queued; nil without memory.
    static func make(
        _ response: HTTPResponse, pipe: BodyPipe?, connection: ClientConnection, identity: [(String, String)],
        closes: Bool
    ) -> OpaquePointer? {
        guard let handle = makeBody(response, pipe, connection) else { return nil }
        for field in response.headers.fields where isSendable(field) {
            MHD_add_response_header(handle, field.name, field.value)
        }
        for (name, value) in common where response.headers[name] == nil { MHD_add_response_header(handle, name, value) }
        for (name, value) in identity { MHD_add_response_header(handle, name, value) }
        if closes { MHD_add_response_header(handle, "Connection", "close") }
        return handle
    }

    private static func makeBody(
        _ response: HTTPResponse, _ pipe: BodyPipe?, _ connection: ClientConnection
    ) -> OpaquePointer? {
        if let pipe { return makeStream(pipe) }
        switch response.body {
        case .bytes(let bytes) where !response.status.forbidsBody:
            if bytes.count > Engine.smallBody { return makeLarge(SentBody(bytes, connection: connection)) }
            return bytes.withUnsafeBytes(makeCopy)
        case .text(var text) where !response.status.forbidsBody:
            if text.utf8.count > Engine.smallBody {
                return makeLarge(SentBody(Array(text.utf8), connection: connection))
            }
            return text.withUTF8 { makeCopy(UnsafeRawBufferPointer($0)) }
        case .stream where !response.status.forbidsBody:
            return flotilla_mhd_bodiless_stream()
        default:
            return makeCopy(UnsafeRawBufferPointer(start: nil, count: 0))
        }
    }

    private static func makeLarge(_ body: SentBody) -> OpaquePointer? {
        let context = Unmanaged.passRetained(body)
        let response = MHD_create_response_from_callback(
            UInt64(body.count), 32 << 10,
            { context, position, buffer, size in
                guard let context, let buffer else { return flotilla_mhd_end_with_error }
                let body = Unmanaged<SentBody>.fromOpaque(context).takeUnretainedValue()
                return body.read(at: position, into: UnsafeMutableRawBufferPointer(start: buffer, count: size))
            },
            context.toOpaque(),
            { context in if let context { Unmanaged<SentBody>.fromOpaque(context).release() } })
        if response == nil { context.release() }
        return response
    }

    private static func makeCopy(_ bytes: UnsafeRawBufferPointer) -> OpaquePointer? {
        MHD_create_response_from_buffer(
            bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), flotilla_mhd_copy)
    }

    private static func makeStream(_ pipe: BodyPipe) -> OpaquePointer? {
        let context = Unmanaged.passRetained(pipe)
        let response = MHD_create_response_from_callback(
            flotilla_mhd_size_unknown, 16 << 10,
            { context, _, buffer, size in
                guard let context, let buffer else { return flotilla_mhd_end_with_error }
                let pipe = Unmanaged<BodyPipe>.fromOpaque(context).takeUnretainedValue()
                return pipe.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size))
            },
            context.toOpaque(),
            { context in
                guard let context else { return }
                Unmanaged<BodyPipe>.fromOpaque(context).takeRetainedValue().close()
            })
        if response == nil { context.takeRetainedValue().close() }
        return response
    }

    private static func isSendable(_ field: HTTPHeaders.Field) -> Bool {
        !reserved.contains { $0.isSameHeaderName(as: field.name) }
            && field.name.isToken && field.value.isFieldValue
    }
}
