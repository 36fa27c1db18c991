/// A token in the compact serialisation, taken apart but not yet believed (RFC 7515, sections 3.1 and 5.2).
struct JSONWebToken {
    /// Room for every claim of ours many times over, and little work for who sends rubbish.
    static let sizeLimit = 8 * 1024

    let header: JSONMembers
    /// What the signature covers: both parts as they were sent.
    let signedBytes: ArraySlice<UInt8>
    let encodedPayload: ArraySlice<UInt8>
    let signature: [UInt8]

    init(_ token: String) throws(JWTError) {
        guard token.utf8.count <= Self.sizeLimit else { throw .malformed }
        let bytes = Array(token.utf8)
        let dots = bytes.indices.filter { bytes[$0] == UInt8(ascii: ".") }
        guard dots.count == 2,
            let header = Base64URL.decode(bytes[..<dots[0]]).flatMap(JSONMembers.init),
            let signature = Base64URL.decode(bytes[(dots[1] + 1)...])
        else { throw .malformed }
        self.header = header
        self.signature = signature
        signedBytes = bytes[..<dots[1]]
        encodedPayload = bytes[(dots[0] + 1)..<dots[1]]
    }
}
