import Foundation
import Testing

@testable import AWS

@Suite("Regions, endpoints and times")
struct EndpointTests {
    @Test("a region's name cannot carry anything else into a host name")
    func regions() {
        for name in ["eu-west-1", "us-gov-east-1", "us-isob-east-1", "ap-southeast-14", "cn-north-1"] {
            #expect(AWSRegion(name)?.name == name)
        }
        for name in [
            "", "eu", "eu-west", "EU-WEST-1", "eu-west-1.evil.example", "eu-west-1/", "eu-west-1\n", "eu--1", "-west-1",
            "eu-west-x", "eu-west-123", "eu-wést-1", "eu-west-1@evil", String(repeating: "a", count: 40) + "-west-1",
        ] {
            #expect(AWSRegion(name) == nil, "\(name)")
        }
    }

    @Test(
        "each partition has its own domain",
        arguments: [
            ("ec2", "eu-west-1", "ec2.eu-west-1.amazonaws.com"),
            ("sts", "cn-north-1", "sts.cn-north-1.amazonaws.com.cn"),
            ("ec2", "us-gov-west-1", "ec2.us-gov-west-1.amazonaws.com"),
            ("ec2", "eusc-de-east-1", "ec2.eusc-de-east-1.amazonaws.eu"),
            ("ec2", "us-iso-east-1", "ec2.us-iso-east-1.c2s.ic.gov"),
        ])
    func domains(_ service: String, _ region: String, _ host: String) throws {
        let endpoint = AWSEndpoints.aws.endpoint(for: service, in: try #require(AWSRegion(region)))
        #expect(endpoint == AWSEndpoints.Endpoint(url: "https://\(host)/", host: host, path: "/"))
    }

    @Test("an override stands for every service, and its own port is not part of the host")
    func override() throws {
        let region = try #require(AWSRegion("eu-west-1"))
        func endpoint(_ text: String) throws -> AWSEndpoints.Endpoint {
            try AWSEndpoints(override: text).endpoint(for: "ec2", in: region)
        }
        #expect(
            try endpoint("http://127.0.0.1:5000")
                == .init(url: "http://127.0.0.1:5000/", host: "127.0.0.1:5000", path: "/"))
        #expect(
            try endpoint("https://Proxy.example:443/aws/")
                == .init(url: "https://proxy.example/aws/", host: "proxy.example", path: "/aws/"))
        #expect(try endpoint("") == AWSEndpoints.aws.endpoint(for: "ec2", in: region))
        for text in ["localhost:5000", "ftp://x/", "http://", "http://u:p@x/", "http://x/?a", "http://a b/"] {
            #expect(throws: AWSEndpoints.InvalidOverride.self) { try AWSEndpoints(override: text) }
        }
    }

    @Test("moments are written and read as AWS writes them")
    func times() throws {
        let date = Date(timeIntervalSince1970: 1_440_938_160)
        #expect(AWSTime.stamp(date) == "20150830T123600Z")
        #expect(AWSTime.parse("2015-08-30T12:36:00Z") == date)
        #expect(AWSTime.parse("2015-08-30T12:36:00.000Z") == date)
        #expect(AWSTime.parse("") == nil)
    }

    @Test("credentials show themselves nowhere")
    func credentials() {
        let credentials = AWSCredentials(
            accessKeyID: "AKIDEXAMPLE", secretAccessKey: "hidden1", sessionToken: "hidden2")
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), "\([credentials])", dumped] {
            #expect(!text.contains("hidden"))
            #expect(!text.contains("EXAMPLE"))
        }
    }
}
