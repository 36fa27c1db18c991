internal import CZlib
internal import Cryptography

/// A file as browsers get it.
public struct SiteFile: Sendable {
    /// Below the site's folder, such as `pages/jobs.js`.
    public let path: String
    public let bytes: [UInt8]
    /// The same as gzip; nil where that is no smaller.
    public let compressed: [UInt8]?
    /// Stands for the content (RFC 9110, section 8.8.3), with its quotes.
    public let tag: String
    /// Stands for `compressed`: another representation, so another tag.
    public let compressedTag: String

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        compressed = Self.gzip(bytes)
        let digest = Hex.encode(SHA256.digest(bytes))
        tag = "\"\(digest)\""
        compressedTag = "\"\(digest)-gzip\""
    }

    /// By the name's ending; nil for an ending that the site has no file of.
    public var contentType: String? {
        switch path.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "json": "application/json"
        default: nil
        }
    }

    private static func gzip(_ bytes: [UInt8]) -> [UInt8]? {
        let room = [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
            count = bytes.withUnsafeBufferPointer { input in
                flotilla_gzip(input.baseAddress, input.count, buffer.baseAddress, buffer.count)
            }
        }
        return room.isEmpty ? nil : room
    }
}
