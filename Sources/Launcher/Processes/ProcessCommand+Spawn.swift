import Foundation
import Glibc
import Operations
import Reactor

extension ProcessCommand {
    /// Starts it in a process group of its own, its output to be read line by line.
    func spawn(on loop: EventLoop) throws(SystemError) -> ChildProcess {
        var descriptors: [Int32: Int32] = [:]
        var reading: DescriptorHandle?
        if let input {
            let pipe = try DescriptorHandle.pipe()
            let handle = FileHandle(fileDescriptor: pipe.writing.release(), closeOnDealloc: true)
            do { try handle.write(contentsOf: Data(input.utf8)) } catch {
                throw SystemError(call: "write", code: EPIPE)
            }
            try? handle.close()
            descriptors[STDIN_FILENO] = pipe.reading.number
            reading = pipe.reading
        }
        defer { reading?.close() }
        return try ChildProcess.spawn(
            executable: executable, arguments: arguments, environment: environment, descriptors: descriptors,
            standardOutput: .pipe, standardError: .pipe, newProcessGroup: true, workingDirectory: workingDirectory,
            on: loop)
    }
}
