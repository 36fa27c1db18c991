import AWSTestSupport
import Testing

@testable import AWS

@Suite("What AWS's errors mean")
struct AWSErrorTests {
    @Test(
        "the code decides, not the status",
        arguments: [
            ("Throttling", 400, AWSError.Kind.throttled), ("RequestLimitExceeded", 503, .throttled),
            ("SlowDown", 503, .throttled), ("TooManyRequestsException", 429, .throttled),
            ("InternalError", 500, .transient), ("RequestTimeout", 400, .transient), ("NeverHeardOf", 500, .transient),
            ("AccessDenied", 403, .accessDenied), ("UnauthorizedOperation", 403, .accessDenied),
            ("InvalidClientTokenId", 403, .badCredentials), ("SignatureDoesNotMatch", 403, .invalidSignature),
            ("ExpiredToken", 403, .expiredSession), ("RequestTimeTooSkewed", 403, .clockSkewed),
            ("RequestExpired", 400, .clockSkewed), ("OptInRequired", 401, .regionDisabled),
            ("AuthFailure", 401, .regionDisabled), ("ValidationError", 400, .invalidRequest),
            ("InvalidParameterValue", 400, .invalidRequest), ("NeverHeardOf", 403, .invalidRequest),
        ])
    func codes(_ code: String, _ status: Int, _ kind: AWSError.Kind) {
        #expect(AWSErrorCode.kind(code, message: "", status: status, service: "ec2") == kind)
    }

    @Test("a signature that is wrong because of its date is a matter of the clock")
    func dates() {
        for message in ["Signature expired: 20261121T013100Z is now earlier than …", "Signature not yet current: …"] {
            let kind = AWSErrorCode.kind("SignatureDoesNotMatch", message: message, status: 403, service: "sts")
            #expect(kind == .clockSkewed)
        }
        #expect(AWSErrorCode.kind("AuthFailure", message: "", status: 401, service: "sts") == .badCredentials)
        for (service, kind) in [("rds", AWSError.Kind.regionDisabled), ("sts", .badCredentials)] {
            #expect(AWSErrorCode.kind("InvalidClientTokenId", message: "", status: 403, service: service) == kind)
        }
    }

    @Test("the code is found in every shape that AWS gives an error", arguments: ["ec2", "query", "s3", "mixed"])
    func shapes(_ shape: String) async throws {
        let aws = try await ScriptedAWS()
        try await aws.script("DescribeInstances", .error("UnauthorizedOperation", status: 403, shape: shape))
        let fixture = try Fixture(aws.url)
        let error = try await fixture.failure(fixture.context())
        #expect(error?.kind == .accessDenied)
        #expect(error?.code == "UnauthorizedOperation")
        #expect(error?.requestID == "req-1")
        #expect(error?.description == "aws_accessDenied ec2:DescribeInstances UnauthorizedOperation")
        #expect(try await aws.calls().count == 1)
    }

    @Test("what AWS says beside the code appears in no error")
    func discretion() async throws {
        let aws = try await ScriptedAWS()
        let message = "User arn:aws:iam::999999999999:user/ours is not authorized; token secret-token"
        try await aws.script("AssumeRole", .error("AccessDenied", status: 403, message: message))
        let fixture = try Fixture(aws.url)
        let request = AssumeRoleRequest(
            role: try RoleARN("arn:aws:iam::111122223333:role/scan"), externalID: "external", sessionName: "test")
        let error = await #expect(throws: AWSError.self) {
            try await fixture.sts().assumeRole(request, until: .now + .seconds(10))
        }
        #expect(error?.kind == .roleNotAssumable)
        var dumped = ""
        dump(error, to: &dumped)
        for text in ["\(String(describing: error))", String(reflecting: error), error?.sentence ?? "", dumped] {
            #expect(!text.contains("999999999999") && !text.contains("secret-token") && !text.contains("external\""))
        }
    }

    @Test("a code that does not look like one is dropped")
    func strangeCode() async throws {
        let aws = try await ScriptedAWS()
        try await aws.script("DescribeInstances", .error("not a code, &lt;b&gt;", status: 400))
        let fixture = try Fixture(aws.url)
        let error = try await fixture.failure(fixture.context())
        #expect(error?.code == nil)
        #expect(error?.kind == .malformedAnswer)
    }

    @Test("every kind has a sentence of its own that names the region or the role", arguments: AWSError.Kind.allCases)
    func sentences(_ kind: AWSError.Kind) throws {
        let region = try #require(AWSRegion("eu-west-1"))
        func sentence(_ kind: AWSError.Kind) -> String {
            AWSError(kind, AWSCall(service: "ec2", version: "", action: "DescribeInstances", region: region)).sentence
        }
        #expect(sentence(kind).contains("eu-west-1") || sentence(kind).contains("role"))
        #expect(AWSError.Kind.allCases.filter { sentence($0) == sentence(kind) } == [kind])
    }
}
