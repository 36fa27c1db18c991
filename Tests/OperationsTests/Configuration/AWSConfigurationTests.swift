import Testing

@testable import Operations

@Suite("AWS's own variables")
struct AWSConfigurationTests {
    private func read(_ environment: [String: String]) throws -> AWSConfiguration {
        var reader = ConfigurationReader(environment: environment, arguments: [], known: Variable.ofEveryFleet)
        let configuration = AWSConfiguration(&reader)
        try reader.finish()
        return configuration
    }

    private func name(_ environment: [String: String]) throws -> String {
        switch try read(environment).source {
        case .keys(let key): "keys \(key.accessKeyID.reveal())"
        case .webIdentity(let file, let role, let name): "web \(file) \(role) \(name)"
        case .container(let url, let token, let file): "container \(url) \(token?.reveal() ?? "-") \(file ?? "-")"
        case .instance(let endpoint): "instance \(endpoint)"
        case nil: "none"
        }
    }

    @Test("half of an AWS key is an error, a whole one comes with its token")
    func keys() throws {
        #expect(throws: ConfigurationError.self) { try read(["AWS_ACCESS_KEY_ID": "AKIA"]) }
        let aws = try read([
            "AWS_ACCESS_KEY_ID": "ASIA", "AWS_SECRET_ACCESS_KEY": "hunter2", "AWS_SESSION_TOKEN": "token",
            "AWS_ENDPOINT_URL": "http://127.0.0.1:5000", "AWS_REGION": "eu-west-3",
        ])
        guard case .keys(let key) = aws.source else {
            Issue.record("no keys")
            return
        }
        #expect(key.sessionToken?.reveal() == "token")
        #expect(aws.region == "eu-west-3" && aws.endpointURL == "http://127.0.0.1:5000")
        #expect(!"\(aws)".contains("hunter2"))
    }

    @Test("keys come before a web identity, that before a container, and the instance is last")
    func order() throws {
        var environment = ["AWS_EC2_METADATA_DISABLED": "true"]
        #expect(try name(environment) == "none")
        environment["AWS_EC2_METADATA_DISABLED"] = nil
        #expect(try name(environment) == "instance http://169.254.169.254")
        environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://169.254.170.23/v1/credentials"
        environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/var/run/token"
        #expect(try name(environment) == "container http://169.254.170.23/v1/credentials - /var/run/token")
        environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v2/credentials/1"
        environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "shown"
        #expect(try name(environment) == "container http://169.254.170.2/v2/credentials/1 shown /var/run/token")
        environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/var/run/web"
        environment["AWS_ROLE_ARN"] = "arn:aws:iam::111122223333:role/fleet"
        #expect(try name(environment) == "web /var/run/web arn:aws:iam::111122223333:role/fleet flotilla")
        environment["AWS_ACCESS_KEY_ID"] = "AKIA"
        environment["AWS_SECRET_ACCESS_KEY"] = "s"
        #expect(try name(environment) == "keys AKIA")
    }

    @Test(
        "credentials are taken from no address that could be anybody's",
        arguments: [
            "http://169.254.169.254.evil.example/", "http://evil.example/x", "http://10.0.0.1/",
            "http://127.evil.example/",
            "http://localhost@evil.example/", "http://[fd00::1]/", "ftp://127.0.0.1/", "http://",
        ])
    func addresses(_ url: String) {
        #expect(throws: ConfigurationError.self) { try read(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url]) }
    }

    @Test(
        "loopback, the two link-local addresses and https are trusted",
        arguments: [
            "http://127.0.0.1:8080/x", "http://localhost/x", "http://[::1]:80/x", "http://169.254.170.2/x",
            "http://[fd00:ec2::23]/v1/credentials", "https://credentials.example/x",
        ])
    func trusted(_ url: String) throws {
        #expect(try name(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url]) == "container \(url) - -")
    }

    @Test("a web identity needs its role, and a session a name that AWS takes; a path is a path")
    func incomplete() {
        #expect(throws: ConfigurationError.self) { try read(["AWS_WEB_IDENTITY_TOKEN_FILE": "/x"]) }
        #expect(throws: ConfigurationError.self) {
            try read([
                "AWS_WEB_IDENTITY_TOKEN_FILE": "/x", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/fleet",
                "AWS_ROLE_SESSION_NAME": "a b",
            ])
        }
        #expect(throws: ConfigurationError.self) {
            try read(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "@evil.example/"])
        }
    }
}
