internal import CMicrohttpd
import Glibc

/// Reads a request's header out of the library's buffer, and notices what the library passed over.
///
/// Before 1.0 the library reads lines as C strings: a zero byte cuts a method or a value, a bare line feed ends a line, a
/// field without a name is dropped. A proxy in front may have read the same bytes otherwise, so such requests are
/// refused. They are recognized by the places of what was read: each part must begin where the one before it ended.
struct HeaderReader {
    private(set) var headers = HTTPHeaders()
    /// Where the next field must begin.
    private var next: UInt
    private var isWhole: Bool

    private init(_ line: RequestLine?, method: UnsafePointer<CChar>, version: UnsafePointer<CChar>) {
        let start = UInt(bitPattern: method)
        next = UInt(bitPattern: version) + UInt(strlen(version)) + 2
        isWhole =
            line.map {
                $0.targetStart == start + UInt(strlen(method)) + 1
                    && $0.targetEnd + 1 == UInt(bitPattern: version)
            } ?? false
    }

    /// - Returns: the fields, and whether there was nothing else.
    static func read(
        _ handle: OpaquePointer, _ line: RequestLine?, method: UnsafePointer<CChar>, version: UnsafePointer<CChar>
    ) -> (headers: HTTPHeaders, isWhole: Bool) {
        var reader = HeaderReader(line, method: method, version: version)
        withUnsafeMutablePointer(to: &reader) { pointer in
            _ = MHD_get_connection_values_n(
                handle, flotilla_mhd_header,
                { context, _, name, nameSize, value, valueSize in
                    guard let reader = context?.assumingMemoryBound(to: HeaderReader.self), let name else {
                        return flotilla_mhd_yes
                    }
                    reader.pointee.add(
                        UnsafeRawBufferPointer(start: name, count: nameSize),
                        UnsafeRawBufferPointer(start: value, count: valueSize))
                    return flotilla_mhd_yes
                }, pointer)
        }
        let end = UInt(bitPattern: method) + UInt(flotilla_mhd_header_size(handle))
        return (reader.headers, flotilla_mhd_is_strict != 0 || reader.isWhole && reader.next + 2 == end)
    }

    private mutating func add(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        headers.add(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
        if UInt(bitPattern: name.baseAddress) != next { isWhole = false }
        next = UInt(bitPattern: value.baseAddress) + UInt(value.count) + 2
    }
}
