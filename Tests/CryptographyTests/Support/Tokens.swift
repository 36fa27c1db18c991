import Foundation

@testable import Cryptography

/// Tokens of the standards, and what is needed to make bad ones.
enum Tokens {
    private static let joe =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"

    /// RFC 7515, appendix A.1: the shared secret.
    static let rfcSecret =
        Base64URL.decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow") ?? []
    static let rfcHS256 =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + joe + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    /// RFC 7515, appendix A.2.
    static let rfcRS256 =
        "eyJhbGciOiJSUzI1NiJ9." + joe
        + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdb"
        + "F9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383L"
        + "cOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywl"
        + "VmtVrBp0igcN_IoypGlUPQGe77Rw"
    /// RFC 7515, appendix A.3.
    static let rfcES256 =
        "eyJhbGciOiJFUzI1NiJ9." + joe
        + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
    /// RFC 8037, appendix A.4.
    static let rfcEdDSA =
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
        + ".hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"

    static let secret = Array("a secret of more than 32 bytes in all".utf8)
    static let now = Date(timeIntervalSince1970: 1_800_000_000)
    static let header = #"{"alg":"HS256","typ":"JWT"}"#
    static let payload =
        #"{"sub":"user","tenant":"account","role":"school","iat":1799999000,"exp":1800000600}"#
    static let claims = JWTClaims(
        subject: "user", tenant: "account", role: "school", expiresAt: Date(timeIntervalSince1970: 1_800_000_600),
        issuedAt: Date(timeIntervalSince1970: 1_799_999_000))

    static func verifier(leeway: Duration = .zero, audience: String? = nil) throws -> JWTVerifier {
        try .secret(secret, leeway: leeway, audience: audience, now: { now })
    }

    /// A token of any header and payload, rightly signed with HS256.
    static func signed(_ header: String = header, _ payload: String = payload, secret: [UInt8] = secret) -> String {
        let signed = Base64URL.encode(header.utf8) + "." + Base64URL.encode(payload.utf8)
        return signed + "." + Base64URL.encode(HMAC.sha256(key: secret, message: signed))
    }

    /// The token with its third part replaced.
    static func resigned(_ token: String, _ signature: [UInt8]) -> String {
        let parts = token.split(separator: ".")
        return "\(parts[0]).\(parts[1])." + Base64URL.encode(signature)
    }

    static func signature(of token: String) -> [UInt8] {
        token.split(separator: ".").last.flatMap { Base64URL.decode(String($0)) } ?? []
    }
}
