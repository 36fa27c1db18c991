import Foundation

/// A role that is assumed with the token in a file, as EKS gives one to a service account. The file is read for each
/// session: its token lives for an hour or a day, and is then replaced by another.
struct WebIdentitySource: CredentialsSource {
    let tokenFile: String
    let role: RoleARN
    let sessionName: String
    let client: AWSClient
    let region: AWSRegion

    var name: String { "AWS_WEB_IDENTITY_TOKEN_FILE" }

    var advice: String {
        "Check that the file is the one that the cluster renews, and that the trust policy of the role in AWS_ROLE_ARN "
            + "names its identity provider and subject."
    }

    func load(until deadline: ContinuousClock.Instant) async throws(CredentialsFailure) -> AWSCredentials {
        let token = try TokenFile.read(tokenFile, advice: advice)
        let sts = STS(client: client, region: region, credentials: StaticCredentials(.none))
        do {
            return try await sts.assumeRole(role, sessionName: sessionName, webIdentity: token, until: deadline)
        } catch {
            throw CredentialsFailure("AWS did not open the role in AWS_ROLE_ARN (\(error)).", advice: advice)
        }
    }
}
