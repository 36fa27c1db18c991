import AWSTestSupport
import Foundation
import Testing

@testable import AWS

@Suite("Reading S3")
struct S3Tests {
    private func failure(_ read: () async throws -> Void) async -> AWSError? {
        do {
            try await read()
            return nil
        } catch {
            return error as? AWSError
        }
    }

    @Test(
        "a bucket in another region is followed once, and the next request is signed for that region",
        arguments: [
            .error("PermanentRedirect", status: 301, headers: ["x-amz-bucket-region": "eu-west-3"]),
            .error("AuthorizationHeaderMalformed", headers: ["x-amz-bucket-region": "eu-west-3"]),
            .error("IllegalLocationConstraintException", headers: ["x-amz-bucket-region": "eu-west-3"]),
            .body(
                "<Error><Code>AuthorizationHeaderMalformed</Code><Message>wrong</Message><Region>eu-west-3</Region></Error>",
                status: 400),
        ] as [ScriptedAWS.Step])
    func redirect(_ step: ScriptedAWS.Step) async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url)
        try await aws.script("GetBucketVersioning", region: "eu-west-1", repeats: true, step)
        let answer = try await S3(client: fixture.client).bucket("one", in: fixture.region).versioning(
            fixture.context())
        #expect(answer.value == .off && answer.region.name == "eu-west-3")
        let calls = try await aws.calls()
        #expect(calls.map(\.region) == ["eu-west-1", "eu-west-3"])
        #expect(calls.last?.headers["authorization"]?.contains("/eu-west-3/s3/aws4_request") == true)
    }

    @Test("regions that send on to one another, to themselves or out of the partition are not followed for ever")
    func loops() async throws {
        for (name, count) in [("eu-west-3", 2), ("eu-west-1", 1), ("cn-north-1", 1), ("evil.example", 1), ("", 1)] {
            let aws = try await ScriptedAWS()
            let fixture = try Fixture(aws.url)
            try await aws.script(
                "GetBucketVersioning", repeats: true,
                .error("PermanentRedirect", status: 301, headers: ["x-amz-bucket-region": name]))
            let reader = S3(client: fixture.client).bucket("one", in: fixture.region)
            let context = fixture.context()
            let error = await failure { _ = try await reader.versioning(context) }
            #expect(error?.kind == .wrongRegion, "\(name)")
            #expect(try await aws.calls().count == count, "\(name)")
        }
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url)
        for (from, to) in [("eu-west-1", "eu-west-3"), ("eu-west-3", "eu-west-1")] {
            let step = ScriptedAWS.Step.error("PermanentRedirect", status: 301, headers: ["x-amz-bucket-region": to])
            try await aws.script("GetBucketVersioning", region: from, repeats: true, step)
        }
        let reader = S3(client: fixture.client).bucket("one", in: fixture.region)
        let context = fixture.context(.seconds(3))
        #expect(await failure { _ = try await reader.versioning(context) }?.kind == .wrongRegion)
        #expect(try await aws.calls().count == 2)
    }

    @Test(
        "what S3 answers when it fails, or when something else answers, is an error and never a value",
        arguments: [
            (.body("<html></html>"), AWSError.Kind.malformedAnswer, 3), (.truncated, .malformedAnswer, 3),
            (.reset, .transient, 3), (.body(""), .malformedAnswer, 3), (.huge(mebibytes: 80), .tooLarge, 1),
            (.body("<!DOCTYPE a [<!ENTITY x \"x\">]><AccessControlPolicy/>"), .malformedAnswer, 1),
            (.body("<Error><Code>InternalError</Code></Error>"), .malformedAnswer, 1),
            (.error("SlowDown", status: 503), .throttled, 3), (.error("InternalError", status: 500), .transient, 3),
            (.error("AccessDenied", status: 403), .accessDenied, 1),
            (.error("AllAccessDisabled", status: 403), .accessDenied, 1),
            (.error("NoSuchBucket", status: 404), .invalidRequest, 1),
            (.error("MethodNotAllowed", status: 405), .invalidRequest, 1),
        ] as [(ScriptedAWS.Step, AWSError.Kind, Int)])
    func faults(_ step: ScriptedAWS.Step, _ kind: AWSError.Kind, _ calls: Int) async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url)
        try await aws.script("", repeats: true, step)
        let reader = S3(client: fixture.client).bucket("one", in: fixture.region)
        let context = fixture.context(.seconds(60))
        let reads: [@Sendable () async throws -> Void] = [
            { _ = try await reader.location(context) },
            { _ = try await reader.publicAccessBlock(context) },
            { _ = try await reader.policyIsPublic(context) },
            { _ = try await reader.aclIsPublic(context) },
            { _ = try await reader.ownership(context) },
            { _ = try await reader.encryption(context) },
            { _ = try await reader.versioning(context) },
        ]
        for read in reads { #expect(await failure(read)?.kind == kind) }
        #expect(context.counter.count == calls * reads.count)
    }

    @Test("an expired session is opened again, and a wrong clock corrected, for S3 as well")
    func sessionAndClock() async throws {
        let aws = try await ScriptedAWS()
        try await aws.set(offset: 900)
        let fixture = try Fixture(aws.url)
        let role = AssumeRoleRequest(
            role: try RoleARN("arn:aws:iam::111122223333:role/scan"), externalID: "external", sessionName: "test")
        let credentials = AssumedRoleCredentials(sts: fixture.sts(), role: role)
        let context = AWSCallContext(credentials: credentials, deadline: .now + .seconds(20))
        try await aws.script("GetBucketVersioning", .error("ExpiredToken", status: 400))
        let reader = S3(client: fixture.client).bucket("one", in: fixture.region)
        #expect(try await reader.versioning(context).value == .off)
        #expect(try await aws.calls().filter { $0.action == "AssumeRole" }.count == 3)
        #expect(try await aws.calls().last?.headers["x-amz-security-token"] == "token2")
    }

    @Test("calls that meet the wrong clock side by side are all asked again")
    func clockSideBySide() async throws {
        let aws = try await ScriptedAWS()
        try await aws.set(offset: -900, latency: 0.2)
        let fixture = try Fixture(aws.url)
        let context = fixture.context()
        let found = await withTaskGroup(of: AWSError?.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    await EC2(client: fixture.client).describeInstances(in: fixture.region, context).failure
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(found == [nil, nil, nil, nil, nil, nil])
        #expect(context.counter.count == 12)
    }

    @Test("the waits that AWS and HTTP ask for are both heard")
    func retryAfter() async throws {
        for headers in [["x-amz-retry-after": "700"], ["Retry-After": "1"]] {
            let aws = try await ScriptedAWS()
            let fixture = try Fixture(aws.url)
            try await aws.script("GetBucketVersioning", .error("SlowDown", status: 503, headers: headers))
            let reader = S3(client: fixture.client).bucket("one", in: fixture.region)
            let start = ContinuousClock.now
            _ = try await reader.versioning(fixture.context())
            #expect(start.duration(to: .now) >= .milliseconds(700))
        }
    }

    @Test("at AWS a bucket has its own host, one with an odd name a path, and an account its own host")
    func endpoints() throws {
        let region = try #require(AWSRegion("eu-west-1"))
        func url(_ place: S3Resource.Place, _ query: [(name: String, value: String)] = [], at: String? = nil) throws
            -> [String]
        {
            let endpoint = try AWSEndpoints(override: at).endpoint(
                for: S3Resource(place: place, query: query), in: region)
            return [endpoint.url, endpoint.host, endpoint.path]
        }
        let s3 = "s3.eu-west-1.amazonaws.com"
        #expect(try url(.bucket("one"), [("acl", "")]) == ["https://one.\(s3)/?acl=", "one.\(s3)", "/"])
        for name in ["with.dot", "Upper_case", "-x-"] {
            #expect(try url(.bucket(name)) == ["https://\(s3)/\(name)", s3, "/\(name)"])
        }
        #expect(
            try url(.allBuckets, [("max-buckets", "5"), ("continuation-token", "a/b=")])
                == ["https://\(s3)/?continuation-token=a%2Fb%3D&max-buckets=5", s3, "/"])
        let account = "111122223333.s3-control.eu-west-1.amazonaws.com"
        let path = "/v20180820/configuration/publicAccessBlock"
        #expect(try url(.account("111122223333")) == ["https://\(account)\(path)", account, path])
        let local = "http://127.0.0.1:5000/aws"
        #expect(try url(.bucket("one"), at: local) == ["\(local)/one", "127.0.0.1:5000", "/aws/one"])
        #expect(try url(.account("111122223333"), at: local) == ["\(local)\(path)", account, "/aws\(path)"])
    }

    @Test(
        "a bucket's name that could lead elsewhere is left out of the list, which says so",
        arguments: ["..", "a/b", "a?b", "a b", "x", "é-é"])
    func names(_ name: String) async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url)
        try await aws.set(buckets: ["good@eu-west-1", "\(name)@eu-west-1"])
        let listing = await S3(client: fixture.client).listBuckets(from: fixture.region, fixture.context())
        #expect(listing.elements.map(\.name) == ["good"])
        #expect(listing.failure == nil && listing.unreadable == 1 && listing.gap?.kind == .unreadable)
    }

    @Test(
        "when an instance came into its state is read from AWS's sentence",
        arguments: [
            ("User initiated (2026-11-20 10:00:00 GMT)", "2026-11-20T10:00:00Z"),
            ("User initiated (2026-11-20 10:00:00 UTC)", "2026-11-20T10:00:00Z"), ("User initiated", nil), ("", nil),
            (")(", nil), ("Server.SpotInstanceShutdown (yesterday at noon GMT)", nil),
        ] as [(String, String?)])
    func stateChange(_ reason: String, _ moment: String?) throws {
        let item = try XMLAnswer.read(
            Array(
                "<item><instanceId>i-1</instanceId><instanceType>t</instanceType><instanceState><name>stopped</name></instanceState><reason>\(reason)</reason></item>"
                    .utf8))
        let instance = try EC2Instance(item, region: try #require(AWSRegion("eu-west-1")))
        #expect(instance.stateChangedAt == moment.flatMap(AWSTime.parse))
    }
}
