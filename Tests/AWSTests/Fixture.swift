import AWSTestSupport
import HTTPClient
import Testing

@testable import AWS

/// A client of a test's AWS that retries twice, without waiting.
struct Fixture {
    let client: AWSClient
    let region: AWSRegion
    let own = AWSCredentials(accessKeyID: "AKIAOWN", secretAccessKey: "own-secret")

    init(_ url: String, _ change: (inout AWSClient.Configuration) -> Void = { _ in }) throws {
        var configuration = AWSClient.Configuration()
        configuration.endpoints = try AWSEndpoints(override: url)
        configuration.retries.scale = .zero
        configuration.retries.throttlingScale = .zero
        configuration.retries.attempts = 3
        configuration.retries.shortest = .zero
        change(&configuration)
        client = AWSClient(http: WebClient(), configuration)
        region = try #require(AWSRegion("eu-west-1"))
    }

    func context(_ limit: Duration = .seconds(20), key: AWSCredentials? = nil) -> AWSCallContext {
        AWSCallContext(credentials: StaticCredentials(key ?? own), deadline: .now + limit)
    }

    func sts(_ key: AWSCredentials? = nil) -> STS {
        STS(client: client, region: region, credentials: StaticCredentials(key ?? own))
    }

    /// The error that reading the region's instances ends with.
    func failure(_ context: AWSCallContext) async throws -> AWSError? {
        await EC2(client: client).describeInstances(in: region, context).failure
    }
}
