import Foundation

/// AWS Security Token Service, API version 2011-06-15, at one region's endpoint.
public struct STS: Sendable {
    private let client: AWSClient
    private let region: AWSRegion
    private let credentials: any AWSCredentialsProvider

    /// - Parameters:
    ///   - region: whose endpoint is asked; sessions are valid everywhere.
    ///   - credentials: our own, which the role's trust policy names.
    public init(client: AWSClient, region: AWSRegion, credentials: any AWSCredentialsProvider) {
        self.client = client
        self.region = region
        self.credentials = credentials
    }

    public func assumeRole(
        _ request: AssumeRoleRequest, until deadline: ContinuousClock.Instant, counter: CallCounter = CallCounter()
    ) async throws(AWSError) -> AssumedRole {
        let call = call(
            "AssumeRole",
            [
                ("RoleArn", request.role.description), ("ExternalId", request.externalID),
                ("RoleSessionName", request.sessionName), ("DurationSeconds", "\(request.duration.components.seconds)"),
            ])
        let context = AWSCallContext(credentials: credentials, deadline: deadline, counter: counter)
        do {
            return try await client.send(call, context) { bytes throws(MalformedAnswer) in
                try Self.assumedRole(XMLAnswer.read(bytes))
            }
        } catch {
            throw error.kind == .accessDenied ? error.with(.roleNotAssumable) : Self.ofOwnKey(error)
        }
    }

    /// A role of our own, opened by the token of an identity provider; this call needs no key.
    func assumeRole(
        _ role: RoleARN, sessionName: String, webIdentity token: String, until deadline: ContinuousClock.Instant
    ) async throws(AWSError) -> AWSCredentials {
        let call = call(
            "AssumeRoleWithWebIdentity",
            [
                ("RoleArn", role.description), ("RoleSessionName", sessionName), ("WebIdentityToken", token),
                ("DurationSeconds", "3600"),
            ])
        let context = AWSCallContext(credentials: StaticCredentials(.none), deadline: deadline)
        return try await client.send(call, context) { bytes throws(MalformedAnswer) in
            let result = try XMLAnswer.read(bytes)["AssumeRoleWithWebIdentityResult"]
            guard let credentials = result?["Credentials"].flatMap(Self.credentials) else { throw .otherDocument }
            return credentials
        }
    }

    /// Whose key ours is.
    public func ownIdentity(until deadline: ContinuousClock.Instant) async throws(AWSError) -> CallerIdentity {
        do {
            return try await getCallerIdentity(AWSCallContext(credentials: credentials, deadline: deadline))
        } catch {
            throw Self.ofOwnKey(error)
        }
    }

    /// A role is assumed with our own key: what AWS says of the key is about ours.
    private static func ofOwnKey(_ error: AWSError) -> AWSError {
        switch error.kind {
        case .expiredSession, .badCredentials, .invalidSignature: error.with(.operatorCredentials)
        default: error
        }
    }

    /// Whose key this is; AWS always allows it.
    public func getCallerIdentity(_ context: AWSCallContext) async throws(AWSError) -> CallerIdentity {
        try await client.send(call("GetCallerIdentity"), context) { bytes throws(MalformedAnswer) in
            let result = try XMLAnswer.read(bytes)["GetCallerIdentityResult"]
            guard let account = result?.value("Account"), let arn = result?.value("Arn") else { throw .otherDocument }
            return CallerIdentity(accountID: account, arn: arn)
        }
    }

    private func call(_ action: String, _ parameters: [(String, String)] = []) -> AWSCall {
        AWSCall(
            service: "sts", version: "2011-06-15", action: action, region: region,
            parameters: parameters.map { (name: $0.0, value: $0.1) })
    }

    private static func assumedRole(_ answer: XMLNode) throws(MalformedAnswer) -> AssumedRole {
        let result = answer["AssumeRoleResult"]
        guard let credentials = result?["Credentials"].flatMap(Self.credentials),
            let account = result?.value("AssumedRoleUser", "Arn")?.split(
                separator: ":", omittingEmptySubsequences: false),
            account.count > 4
        else { throw .otherDocument }
        return AssumedRole(credentials: credentials, accountID: String(account[4]))
    }

    /// Of a session: one without a token or an end is none.
    private static func credentials(_ node: XMLNode) -> AWSCredentials? {
        guard let token = node.value("SessionToken"), let expiration = node.value("Expiration").flatMap(AWSTime.parse)
        else { return nil }
        return AWSCredentials(
            received: node.value("AccessKeyId"), secret: node.value("SecretAccessKey"), token: token,
            expiration: expiration)
    }
}

extension AWSError {
    func with(_ kind: Kind) -> AWSError {
        var error = self
        error.kind = kind
        return error
    }
}
