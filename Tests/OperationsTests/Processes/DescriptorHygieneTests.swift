import Foundation
import Glibc
import Testing

@testable import Operations

@Suite("The descriptors of a child", .timeLimit(.minutes(1)))
struct DescriptorHygieneTests {
    @Test("a child has its three and what was given, whatever is open here")
    func nothingElse() async throws {
        // Without close-on-exec, as a careless library opens them.
        let careless = (0..<5).map { _ in open("/dev/null", O_RDONLY) }
        defer { for descriptor in careless { close(descriptor) } }
        let (reading, writing) = try DescriptorHandle.pipe()
        let child = try TestSupport.probe("descriptors", descriptors: [7: writing.number])
        #expect(await TestSupport.lines(of: child.standardOutput) == ["0", "1", "2", "7"])
        withExtendedLifetime(reading) {}
    }

    @Test("numbers that cross arrive uncrossed")
    func crossed() async throws {
        let files = try ["first", "second"].map { text in
            let (reading, writing) = try DescriptorHandle.pipe()
            _ = "\(text)\n".withCString { write(writing.number, $0, strlen($0)) }
            return reading
        }
        let (a, b) = (files[0].number, files[1].number)
        let child = try TestSupport.shell(
            "head -n1 /proc/self/fd/\(b); head -n1 /proc/self/fd/\(a)", descriptors: [b: a, a: b])
        #expect(await TestSupport.lines(of: child.standardOutput) == ["first", "second"])
        withExtendedLifetime(files) {}
    }

    @Test("standard input is empty unless given")
    func standardInput() async throws {
        let child = try TestSupport.shell("cat; echo end")
        #expect(await TestSupport.lines(of: child.standardOutput) == ["end"])
    }

    @Test("everything this module opens is closed on exec")
    func closeOnExec() throws {
        let (reading, writing) = try DescriptorHandle.pipe()
        let (near, far) = try DescriptorHandle.socketPair()
        for handle in [reading, writing, near, far] {
            #expect(fcntl(handle.number, F_GETFD) & FD_CLOEXEC != 0)
        }
    }

    @Test("a handle closes once, and not what took its number since")
    func closesOnce() throws {
        let (reading, writing) = try DescriptorHandle.pipe()
        let number = reading.number
        reading.close()
        let other = fcntl(writing.number, F_DUPFD_CLOEXEC, number)
        reading.close()
        #expect(reading.number == -1 && fcntl(other, F_GETFD) >= 0)
        close(other)
    }
}
