import Foundation
import Glibc
import Testing

@testable import Operations

@Suite("Lines of a child", .timeLimit(.minutes(1)))
struct LineStreamTests {
    @Test("lines arrive whole and in order, the last without its line end too")
    func whole() async throws {
        let child = try TestSupport.shell(#"printf 'one\r\ntwo\n\nthr'; printf 'ee\377'"#)
        #expect(await TestSupport.lines(of: child.standardOutput) == ["one", "two", "", "three\u{FFFD}"])
    }

    @Test("a line longer than the limit comes in pieces")
    func long() {
        var splitter = LineSplitter(maximumLineBytes: 4)
        #expect(splitter.split(Array("abcdefghij\nkl".utf8)) == ["abcd", "efgh", "ij"])
        #expect(splitter.split(Array("mn\nopqr\n".utf8)) == ["klmn", "opqr"])
        #expect(splitter.finish() == nil)
    }

    @Test("a child that writes more than is read is slowed down, and nothing is lost")
    func backpressure() async throws {
        let child = try TestSupport.shell("i=0; while [ $i -lt 400 ]; do printf '%20000d\\n' $i; i=$((i+1)); done")
        // 8 MB against a buffer of 1 MB: it cannot have ended before anybody read.
        #expect(await child.waitForExit(within: .milliseconds(300)) == nil)
        let lines = await TestSupport.lines(of: child.standardOutput)
        #expect(lines.map { Int($0.drop { $0 == " " }) } == Array(0..<400))
        #expect(await child.ended().isSuccess)
    }

    @Test("a cancelled reader stops waiting")
    func cancellation() async throws {
        let child = try TestSupport.shell("exec sleep 60")
        let reader = Task { await TestSupport.lines(of: child.standardOutput) }
        reader.cancel()
        #expect(await reader.value.isEmpty)
        child.signal(SIGKILL)
        _ = await child.ended()
    }
}
