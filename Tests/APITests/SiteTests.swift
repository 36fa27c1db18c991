import Foundation
import HTTPServer
import Testing

@testable import API

@Suite("The dashboard's files")
struct SiteTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Sources/Dashboard/Site").standardizedFileURL

    /// What the folder holds, such as `pages/jobs.js`.
    private static var files: [String] {
        get throws {
            let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
            return try #require(found).compactMap { $0 as? URL }.filter {
                (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true
            }.map { String($0.standardizedFileURL.path.dropFirst(folder.path.count + 1)) }.sorted()
        }
    }

    /// The folder that the page loads from, such as `site/0123456789abcdef`.
    private func folder(of api: InProcess) async throws -> String {
        let page = String(decoding: try await bytes("/", of: api).bytes, as: UTF8.self)
        return String(try #require(page.firstMatch(of: #/href="(site/[0-9a-z]+)/app\.css"/#)).output.1)
    }

    private func bytes(
        _ path: String, of api: InProcess, headers: HTTPHeaders = [:]
    ) async throws -> (status: Int, headers: HTTPHeaders, bytes: [UInt8]) {
        var random = SystemRandomNumberGenerator()
        let request = HTTPRequest(
            method: .get, segments: path.split(separator: "/").map(String.init), query: [], headers: headers, body: [],
            client: nil, requestID: "1", traceParent: TraceParent(using: &random))
        let answer = await api.router.respond(to: request)
        if case .bytes(let bytes) = answer.body { return (answer.status.rawValue, answer.headers, bytes) }
        return (answer.status.rawValue, answer.headers, [])
    }

    @Test("every file of the folder is built in, as it is, and may be kept for ever") func embedded() async throws {
        let api = try InProcess.alone()
        let folder = try await folder(of: api)
        for path in try Self.files where path != "index.html" {
            let answer = try await bytes("/\(folder)/\(path)", of: api)
            #expect(answer.status == 200, "\(path) is not in Sources/CSite/CSite.c")
            #expect(
                try Data(answer.bytes) == Data(contentsOf: Self.folder.appendingPathComponent(path)), "\(path)")
            #expect(answer.headers["Cache-Control"] == "public, max-age=31536000, immutable")
        }
    }

    @Test("the page allows nothing but its own files, and is asked for anew each time") func page() async throws {
        let api = try InProcess.alone()
        let page = try await bytes("/", of: api)
        #expect(page.status == 200 && page.headers["Content-Type"] == "text/html; charset=utf-8")
        let policy = try #require(page.headers["Content-Security-Policy"])
        #expect(!policy.contains("unsafe") && policy.contains("require-trusted-types-for 'script'"))
        #expect(policy.hasPrefix("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
        #expect(page.headers["Cache-Control"] == "no-cache")
        let tag = try #require(page.headers["ETag"])
        for sent in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
            let again = try await bytes("/", of: api, headers: ["If-None-Match": sent])
            #expect(again.status == 304 && again.bytes.isEmpty, "\(sent)")
        }
        #expect(try await bytes("/", of: api, headers: ["If-None-Match": "\"other\""]).status == 200)
    }

    @Test("a file of another version, an unknown one and a way out of the folder are 404") func absent() async throws {
        let api = try InProcess.alone()
        let folder = try await folder(of: api)
        for path in ["site/0000/app.js", "\(folder)/none.js", "\(folder)/pages/none.js", "\(folder)/index", "site"] {
            #expect(try await bytes("/\(path)", of: api).status == 404, "\(path)")
        }
        let own = try InProcess.alone(["FLOTILLA_SITE_DIR": Self.folder.path])
        #expect(try await bytes("/site/disk/app.js", of: own).headers["Cache-Control"] == "no-cache")
        for segments in [["..", "Site.swift"], ["..%2FSite.swift"], ["../Site.swift"], ["pages", "..", "app.js"]] {
            var random = SystemRandomNumberGenerator()
            let request = HTTPRequest(
                method: .get, segments: ["site", "disk"] + segments, query: [], headers: [:], body: [], client: nil,
                requestID: "1", traceParent: TraceParent(using: &random))
            #expect(await own.router.respond(to: request).status.rawValue == 404, "\(segments)")
        }
    }

    /// A file of the site and all that it imports, but for what it fetches later.
    private static func closure(of path: String) throws -> Set<String> {
        var (found, open) = (Set<String>(), [path])
        while let next = open.popLast() {
            guard found.insert(next).inserted else { continue }
            let text = try String(contentsOf: folder.appendingPathComponent(next), encoding: .utf8)
            let place = URL(fileURLWithPath: "/\(next)").deletingLastPathComponent()
            for match in text.matches(of: #/from '([^']+)'/#) {
                open.append(
                    String(place.appendingPathComponent(String(match.output.1)).standardizedFileURL.path.dropFirst()))
            }
        }
        return found
    }

    @Test("the first load of any page is under 80 KB") func size() throws {
        let always = try Self.closure(of: "app.js").union(["index.html", "app.css", "theme.js", "icon.svg"])
        for page in try Self.files where page.hasPrefix("pages/") {
            let sizes = try always.union(Self.closure(of: page)).map {
                try Data(contentsOf: Self.folder.appendingPathComponent($0)).count
            }
            #expect(sizes.reduce(0, +) < 80_000, "\(page)")
        }
    }

    @Test("all that is said in English has its French") func french() throws {
        let table = try String(contentsOf: Self.folder.appendingPathComponent("words.fr.js"), encoding: .utf8)
        let known = Set(table.matches(of: #/(?m)^  '((?:[^'\\]|\\.)*)':/#).map { String($0.output.1) })
        for path in try Self.files where path.hasSuffix(".js") && path != "words.fr.js" {
            let text = try String(contentsOf: Self.folder.appendingPathComponent(path), encoding: .utf8)
            for match in text.matches(of: #/\bt\('((?:[^'\\]|\\.)*)'/#) {
                let words = String(match.output.1)
                #expect(known.contains(words) || Self.same.contains(words), "\(path): \(words)")
            }
        }
    }

    /// What is the same in both languages.
    private static let same: Set<String> = [
        "Menu", "Cloud", "Code", "Job", "Jobs", "Scan", "Scans", "Message", "Modules", "Pages", "Service", "Services",
        "Total", "Trace", "Type", "Types", "Version", "Webhooks", "Worker", "Workers", "s", "worker", "version {n}",
        "E-mail",
    ]
}
