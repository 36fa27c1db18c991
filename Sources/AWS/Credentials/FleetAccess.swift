public import Operations
import HTTPClient

/// How the fleet itself reaches AWS: its client, its home region and its own credentials.
public struct FleetAccess: Sendable {
    public let client: AWSClient
    public let region: AWSRegion
    public let credentials: FleetCredentials

    /// Nil where no source of credentials is set, or a setting is wrong, which `reader` then holds.
    /// - Parameter onFailure: called when the source gives none; often, as long as it lasts.
    public init?(
        _ configuration: AWSConfiguration, _ reader: inout ConfigurationReader,
        onFailure: @escaping @Sendable (CredentialsFailure) -> Void = { _ in }
    ) {
        guard let region = AWSRegion(configuration.region) else {
            reader.note(.awsRegion, found: "is \"\(configuration.region)\"", expected: "a region such as eu-west-1")
            return nil
        }
        var settings = AWSClient.Configuration()
        do {
            settings.endpoints = try AWSEndpoints(override: configuration.endpointURL)
        } catch {
            reader.note(.awsEndpointURL, found: "is no URL of a server", expected: "\(error)")
        }
        let client = AWSClient(http: WebClient(), settings)
        guard let source = Self.source(configuration.source, client, region, &reader) else { return nil }
        self.client = client
        self.region = region
        credentials = FleetCredentials(source, region: region, onFailure: onFailure)
    }

    private static func source(
        _ source: AWSConfiguration.Source?, _ client: AWSClient, _ region: AWSRegion,
        _ reader: inout ConfigurationReader
    ) -> (any CredentialsSource)? {
        // What is on this machine or link is asked without a proxy, as AWS's SDKs do.
        var near: WebClient { WebClient(HTTPClientConfiguration(usesProxies: false)) }
        switch source {
        case .keys(let key):
            return KeySource(key: key)
        case .webIdentity(let file, let role, let sessionName):
            do {
                return WebIdentitySource(
                    tokenFile: file, role: try RoleARN(role, in: region.partition), sessionName: sessionName,
                    client: client, region: region)
            } catch {
                reader.note(.awsRoleARN, found: "names no role that can be assumed", expected: error.description)
                return nil
            }
        case .container(let url, let token, let file):
            return ContainerSource(url: url, token: token?.reveal(), tokenFile: file, http: near)
        case .instance(let endpoint):
            return InstanceSource(endpoint: endpoint, http: near)
        case nil:
            return nil
        }
    }
}
