import AWSTestSupport
import Foundation
import Testing

@testable import AWS

@Suite("Signature Version 4")
struct SigV4VectorTests {
    private static let credentials = AWSCredentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    private static let signer = SigV4Signer(service: "service", region: "us-east-1")

    @Test("all 34 of AWS's published vectors come out to the letter")
    func vectors() async throws {
        let folders = try await AWSTestEnvironment.vectors()
        #expect(folders.count == 34)
        for folder in folders {
            let name = folder.lastPathComponent
            func text(_ kind: String) throws -> String {
                try String(contentsOf: folder.appendingPathComponent("\(name).\(kind)"), encoding: .utf8)
                    .replacingOccurrences(of: "\r", with: "")
            }
            let canonical = try text("creq")
            let request = try Self.request(try text("req"), canonical: canonical)
            let stamp = "20150830T123600Z"
            #expect(request.canonical(normalizesPath: true) == canonical, "\(name)")
            #expect(try Self.signer.stringToSign(request, timestamp: stamp) == text("sts"), "\(name)")
            let authorization = Self.signer.authorization(request, timestamp: stamp, credentials: Self.credentials)
            #expect(try authorization == text("authz"), "\(name)")
        }
    }

    @Test("S3's paths are signed as they are")
    func s3Path() {
        let request = SigV4Request(method: "GET", path: "/a//../b%20c", query: "", headers: [], bodyHash: "x")
        #expect(request.canonical(normalizesPath: false).hasPrefix("GET\n/a//../b%20c\n"))
        #expect(request.canonical(normalizesPath: true).hasPrefix("GET\n/b%2520c\n"))
    }

    @Test("a query without a value, with a repeated key, or half encoded is written out in one way")
    func query() {
        func canonical(_ query: String) -> String {
            let request = SigV4Request(method: "GET", path: "/", query: query, headers: [], bodyHash: "x")
            return request.canonical(normalizesPath: true).split(
                separator: "\n", omittingEmptySubsequences: false
            ).map(String.init)[2]
        }
        #expect(canonical("versioning") == "versioning=")
        #expect(canonical("prefix=a/b&list-type=2") == "list-type=2&prefix=a%2Fb")
        #expect(canonical("prefix=a%2fb&list-type=2") == "list-type=2&prefix=a%2Fb")
        #expect(canonical("k=b&k=a&k") == "k=&k=a&k=b")
        #expect(canonical("k=50%&é=ü") == "%C3%A9=%C3%BC&k=50%25")
        #expect(canonical("a=1&a-b=2&a%20=3") == "a=1&a%20=3&a-b=2")
    }

    /// The vectors are HTTP messages: a request line, headers (some folded), an empty line, a body. Where the canonical
    /// form has a session token, it is one that the signer adds.
    private static func request(_ text: String, canonical: String) throws -> SigV4Request {
        let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        let lines = parts[0].split(separator: "\n")
        let words = lines[0].split(separator: " ", omittingEmptySubsequences: false)
        let target = words[1..<(words.count - 1)].joined(separator: " ")
        let pieces = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var headers: [(name: String, value: String)] = []
        for line in lines.dropFirst() {
            if line.hasPrefix(" ") {
                headers[headers.count - 1].value += "\n\(line)"
            } else {
                let field = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                headers.append((String(field[0]), String(field[1])))
            }
        }
        let token = canonical.split(separator: "\n").first { $0.hasPrefix("x-amz-security-token:") }
        if let token, !headers.contains(where: { $0.name.lowercased() == "x-amz-security-token" }) {
            headers.append(("X-Amz-Security-Token", String(token.dropFirst("x-amz-security-token:".count))))
        }
        let hash = try #require(canonical.split(separator: "\n").last)
        return SigV4Request(
            method: String(words[0]), path: String(pieces[0]), query: pieces.count > 1 ? String(pieces[1]) : "",
            headers: headers, bodyHash: String(hash))
    }
}
