import Foundation
import HTTPClient

/// The metadata of an EC2 instance, version 2: a token by PUT, which no forwarded request of others gets, then the role's
/// name and its credentials. The version without a token is never asked.
struct InstanceSource: CredentialsSource {
    let endpoint: String
    let http: WebClient

    var name: String { "the instance's metadata at \(endpoint)" }
    let advice = "Give the instance a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."

    private static let role = "/latest/meta-data/iam/security-credentials/"

    func load(until deadline: ContinuousClock.Instant) async throws(CredentialsFailure) -> AWSCredentials {
        let token = try await ask(
            HTTPClientRequest(
                method: "PUT", url: endpoint + "/latest/api/token",
                headers: ["X-aws-ec2-metadata-token-ttl-seconds": "21600"]), isFirst: true, until: deadline)
        let headers: HTTPClientHeaders = ["X-aws-ec2-metadata-token": try text(token)]
        let list = try await ask(HTTPClientRequest(url: endpoint + Self.role, headers: headers), until: deadline)
        let name = try text(list.prefix { $0 != UInt8(ascii: "\n") })
        guard name.wholeMatch(of: #/[A-Za-z0-9_+=,.@-]{1,64}/#) != nil else { throw other }
        let found = try await ask(
            HTTPClientRequest(url: endpoint + Self.role + name, headers: headers), until: deadline)
        guard let credentials = CredentialsDocument.read(found) else { throw other }
        return credentials
    }

    /// - Parameter isFirst: where there is no such service, nothing answers, or something else does.
    private func ask(
        _ request: HTTPClientRequest, isFirst: Bool = false, until deadline: ContinuousClock.Instant
    ) async throws(CredentialsFailure) -> [UInt8] {
        let reading = CredentialsRequest(http: http, limit: .seconds(1), attempts: isFirst ? 1 : 3)
        let response: HTTPClientResponse
        do {
            response = try await reading.send(request, until: deadline)
        } catch {
            throw CredentialsFailure(
                isFirst
                    ? "No credentials of AWS are set, and there are no instance's metadata at \(endpoint) (\(error))."
                    : "The instance's metadata at \(endpoint) did not answer (\(error)).", advice: advice,
                isNone: isFirst)
        }
        guard response.status == 200 else {
            throw CredentialsFailure(
                response.status == 404 && !isFirst
                    ? "The instance has no role."
                    : "The instance's metadata at \(endpoint) answered with the status \(response.status).",
                advice: advice, isNone: isFirst || response.status == 404)
        }
        return response.body
    }

    /// One plain line, which goes into a header or a URL.
    private func text(_ bytes: some Collection<UInt8>) throws(CredentialsFailure) -> String {
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...1024).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw other
        }
        return text
    }

    private var other: CredentialsFailure {
        CredentialsFailure("The instance's metadata at \(endpoint) gave no credentials of a role.", advice: advice)
    }
}
