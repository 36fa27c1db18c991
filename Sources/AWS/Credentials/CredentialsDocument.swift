import Foundation

/// Credentials as containers and instances are given them: a JSON object.
enum CredentialsDocument {
    private struct Document: Decodable {
        var code: String?
        var accessKeyID: String
        var secretAccessKey: String
        var token: String
        var expiration: String

        enum CodingKeys: String, CodingKey {
            case code = "Code"
            case accessKeyID = "AccessKeyId"
            case secretAccessKey = "SecretAccessKey"
            case token = "Token"
            case expiration = "Expiration"
        }
    }

    /// Nil for what is no such document, or has no end: what is given here is always a session's.
    static func read(_ bytes: [UInt8]) -> AWSCredentials? {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)),
            document.code == nil || document.code == "Success", let expiration = AWSTime.parse(document.expiration)
        else { return nil }
        return AWSCredentials(
            received: document.accessKeyID, secret: document.secretAccessKey, token: document.token,
            expiration: expiration)
    }
}
