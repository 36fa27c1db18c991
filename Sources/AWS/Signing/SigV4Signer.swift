import Cryptography

/// AWS Signature Version 4 for one service in one region.
struct SigV4Signer {
    /// As in the credential scope: `ec2`, `sts`, `s3`, …
    var service: String
    var region: String
    var normalizesPath = true

    /// The value of the `Authorization` header.
    /// - Parameter timestamp: that of the request's `X-Amz-Date`, `yyyyMMddTHHmmssZ`.
    func authorization(_ request: SigV4Request, timestamp: String, credentials: AWSCredentials) -> String {
        let text = stringToSign(request, timestamp: timestamp)
        let signature = Hex.encode(HMAC.sha256(key: key(timestamp, credentials), message: text))
        return "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope(timestamp)), "
            + "SignedHeaders=\(request.signedHeaders), Signature=\(signature)"
    }

    func stringToSign(_ request: SigV4Request, timestamp: String) -> String {
        let hash = Hex.encode(SHA256.digest(request.canonical(normalizesPath: normalizesPath)))
        return "AWS4-HMAC-SHA256\n\(timestamp)\n\(scope(timestamp))\n\(hash)"
    }

    private func scope(_ timestamp: String) -> String {
        "\(timestamp.prefix(8))/\(region)/\(service)/aws4_request"
    }

    private func key(_ timestamp: String, _ credentials: AWSCredentials) -> [UInt8] {
        let secret = Array("AWS4\(credentials.secretAccessKey)".utf8)
        return [String(timestamp.prefix(8)), region, service, "aws4_request"]
            .reduce(secret) { HMAC.sha256(key: $0, message: $1) }
    }
}
