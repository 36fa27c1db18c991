import Foundation

extension JWTClaims {
    /// Reads a payload whose signature was verified; claims of other names are ignored.
    init(_ members: JSONMembers) throws(JWTError) {
        subject = try members.requiredText("sub")
        tenant = try members.requiredText("tenant")
        role = try members.requiredText("role")
        expiresAt = try members.requiredTime("exp")
        issuedAt = try members.requiredTime("iat")
        id = try members.text("jti")
        notBefore = try members.time("nbf")
    }

    func encoded() throws -> [UInt8] {
        let payload = Payload(
            sub: subject, tenant: tenant, role: role, exp: seconds(expiresAt), iat: NumericDate(issuedAt), jti: id,
            nbf: notBefore.map(seconds))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(payload))
    }

    private func seconds(_ time: Date) -> Int64 {
        Int64(exactly: time.timeIntervalSince1970.rounded(.down)) ?? .max
    }
}

private struct Payload: Encodable {
    let sub: String
    let tenant: String
    let role: String
    let exp: Int64
    let iat: NumericDate
    let jti: String?
    let nbf: Int64?
}

/// Seconds since 1970, with a fraction where there is one (RFC 7519, section 2).
private struct NumericDate: Encodable {
    private let milliseconds: Int64

    init(_ date: Date) { milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded(.down)) }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if milliseconds % 1000 == 0 {
            try container.encode(milliseconds / 1000)
        } else {
            try container.encode(Double(milliseconds) / 1000)
        }
    }
}

extension JSONMembers {
    fileprivate func requiredText(_ name: String) throws(JWTError) -> String {
        guard let text = try text(name), !text.isEmpty else { throw .missingClaim(name) }
        return text
    }

    fileprivate func requiredTime(_ name: String) throws(JWTError) -> Date {
        guard let time = try time(name) else { throw .missingClaim(name) }
        return time
    }

    fileprivate func text(_ name: String) throws(JWTError) -> String? {
        switch self[name] {
        case .string(let text): return text
        case .null, nil: return nil
        default: throw .malformed
        }
    }

    /// A NumericDate (RFC 7519, section 2): seconds since 1970, possibly with a fraction.
    fileprivate func time(_ name: String) throws(JWTError) -> Date? {
        switch self[name] {
        case .number(let seconds): return Date(timeIntervalSince1970: seconds)
        case .null, nil: return nil
        default: throw .malformed
        }
    }
}
