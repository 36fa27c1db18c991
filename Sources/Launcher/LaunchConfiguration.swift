import Foundation
import Operations

/// What `flotilla up` reads; all that is set goes on to the processes as environment variables.
public struct LaunchConfiguration: Sendable {
    /// Absolute.
    let directory: String
    /// Nil: a private server.
    let databaseURL: Secret?
    let redisURL: Secret?
    let host: String
    /// 0 is any free port.
    let port: Int
    /// Nil is off, 0 any free ports.
    let metricsPort: Int?
    let shutdownGrace: Duration
    /// Nil when tokens are checked with a public key.
    let jwtSecret: JWTSecret?
    /// Whether an endpoint or credentials of AWS are set: then there is a cloud to scan already.
    let hasCloud: Bool
    /// Whether it is set how mail is sent.
    let hasMail: Bool
    /// Whether it is set which model is asked, and which one embeds.
    let hasModels: Bool
    let hasEmbeddings: Bool
    /// The environment of this process, with what `.env` and the flags add to it.
    let environment: [String: String]

    enum JWTSecret: Sendable {
        case given(Secret)
        case own
    }

    public init(
        _ reader: inout ConfigurationReader, environment: [String: String] = CurrentProcess.environment,
        workingDirectory: String = FileManager.default.currentDirectoryPath
    ) {
        var merged = environment
        for variable in reader.known where variable.form == .value {
            guard let value = reader.optionalString(variable) else { continue }
            // A default is each process's own: handed on, it would pass for something that was set.
            if value != variable.defaultValue || merged[variable.name] != nil { merged[variable.name] = value }
        }
        // What a file holds is read by each process itself, which sees it change; absolute, as below.
        for variable in reader.known {
            guard let file = reader.secretFile(of: variable) else { continue }
            merged[variable.name] = nil
            merged[variable.fileName] = file.path
        }
        directory =
            URL(
                filePath: reader.string(.flotillaDirectory),
                relativeTo: URL(filePath: workingDirectory, directoryHint: .isDirectory)
            ).standardizedFileURL.path
        databaseURL = reader.optionalSecretURL(.databaseURL, schemes: URLForm.postgres)
        redisURL = reader.optionalSecretURL(.redisURL, schemes: URLForm.redis)
        host = reader.host(.host)
        port = reader.port(.port)
        metricsPort = reader.optionalPort(.metricsPort)
        shutdownGrace = reader.duration(.shutdownGrace, in: .zero ... .seconds(3600))
        let given = reader.optionalSecret(.jwtSecret, minimumBytes: 32)
        let publicKey = reader.optionalFile(.jwtPublicKeyFile)
        jwtSecret = given.map { .given($0) } ?? (publicKey == nil ? .own : nil)
        // Absolute, since root's processes begin in another folder.
        if let publicKey { merged[Variable.jwtPublicKeyFile.name] = publicKey }
        let seller = FleetLauncher.sellerSetting
        if let file = merged[seller], !file.isEmpty, !file.hasPrefix("/") {
            let folder = URL(filePath: workingDirectory, directoryHint: .isDirectory)
            merged[seller] = URL(filePath: file, relativeTo: folder).path
        }
        self.environment = merged
        let cloud: [Variable] = [
            .awsEndpointURL, .awsAccessKeyID, .awsWebIdentityTokenFile, .awsContainerURL, .awsContainerPath,
        ]
        func isSet(_ name: String) -> Bool { merged[name].map { !$0.isEmpty } ?? false }
        hasModels = isSet("OLLAMA_HOST") || isSet("OPENAI_BASE_URL")
        hasEmbeddings = isSet("AI_EMBEDDING_URL")
        hasMail =
            isSet("SMTP_URL") || isSet("SMTP_URL_FILE")
            || merged["FLOTILLA_EMAIL_PROVIDER"].map { $0 == "ses" } ?? false
        hasCloud =
            cloud.contains { reader.optionalString($0) != nil }
            || environment["AWS_PROFILE"].map { !$0.isEmpty } ?? false
    }

    /// The address for a caller on this machine: one that means every address becomes the loopback one.
    func apiURL(port: Int) -> String {
        let name =
            switch host {
            case "0.0.0.0": "127.0.0.1"
            case "::": "[::1]"
            default: host.contains(":") ? "[\(host)]" : host
            }
        return "http://\(name):\(port)"
    }
}
