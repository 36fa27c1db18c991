import Foundation
import Operations
import Reactor

/// The text of a PDF by Poppler's `pdftotext`, in a process of its own that is limited in what it may use: readers of PDFs
/// are large programs, and the file comes from outside.
///
/// The process has a descriptor of a file that has no name any more, and writes to another one: nothing is left behind,
/// however this process ends. `prlimit` (util-linux) limits it and becomes it. Debian's Poppler opens no connection.
struct PDFTextReader: Sendable {
    let limits: DocumentLimits
    let program: String
    /// Where its files have a name for an instant.
    let folder: URL
    let loop: EventLoop

    /// - Returns: pages that each end in a form feed; one more than may be read where there are more.
    /// - Throws: `DocumentError`.
    func read(_ bytes: [UInt8]) async throws(DocumentError) -> String {
        let files: NamelessFiles
        do { files = try NamelessFiles(input: bytes, in: folder) } catch {
            throw DocumentError(.toolUnavailable, "No temporary file could be written: make room in TMPDIR.")
        }
        let child: ChildProcess
        do {
            child = try ChildProcess.spawn(
                executable: "prlimit",
                arguments: limitArguments + [
                    "--", program, "-enc", "UTF-8", "-eol", "unix", "-l", String(limits.pages + 1), "/dev/stdin", "-",
                ],
                environment: ["PATH": Self.path, "LC_ALL": "C.UTF-8"],
                descriptors: [0: files.input.fileDescriptor, 1: files.output.fileDescriptor], standardError: .pipe,
                newProcessGroup: true, workingDirectory: "/", maximumLineBytes: 1024, on: loop)
        } catch {
            throw DocumentError(.toolUnavailable, "The program that reads PDFs could not be started: \(error).")
        }
        let (status, complaints) = await end(of: child)
        guard let status else {
            if Task.isCancelled { throw DocumentError(.cancelled, "Reading the PDF was cancelled.") }
            throw Self.tooComplex
        }
        return try text(status, complaints, files)
    }

    private static let path = CurrentProcess.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"

    private var limitArguments: [String] {
        [
            // The signal comes at the first number, and SIGKILL at the second.
            "--cpu=\(limits.processorSeconds):\(limits.processorSeconds + 1)", "--as=\(limits.memoryBytes)",
            "--fsize=\(limits.textBytes + Self.room)", "--core=0", "--nofile=32",
        ]
    }

    /// What the output may be longer than its text: form feeds, and spaces that are removed.
    private static let room = 1 << 20

    /// - Returns: nil as the status when it was killed because of the time or a cancelled task.
    private func end(of child: ChildProcess) async -> (ChildExitStatus?, [String]) {
        await withTaskCancellationHandler {
            let complaints = Task { await Self.lines(child.standardError) }
            let status = await child.waitForExit(within: limits.time)
            if status == nil { child.signalGroup(SIGKILL) }
            _ = await child.waitForExit()
            // Only a process that it started itself could still hold the pipe; it starts none.
            loop.execute { [loop] in loop.schedule(after: .seconds(1)) { complaints.cancel() } }
            let lines = await complaints.value
            return (Task.isCancelled ? nil : status, lines)
        } onCancel: {
            child.signalGroup(SIGKILL)
        }
    }

    /// The first ones; the others are read so that the process goes on.
    private static func lines(_ stream: LineStream?) async -> [String] {
        var lines: [String] = []
        guard let stream else { return lines }
        for await line in stream where lines.count < 100 { lines.append(line) }
        return lines
    }

    private func text(
        _ status: ChildExitStatus, _ complaints: [String], _ files: NamelessFiles
    ) throws(DocumentError) -> String {
        switch status {
        case .exited(0): break
        // prlimit's, when there is no such program or it may not be executed.
        case .exited(126), .exited(127):
            throw DocumentError(
                .toolUnavailable, "pdftotext is missing on the worker's machine: install poppler-utils.")
        case .exited(1) where complaints.contains { $0.contains("ncorrect password") }, .exited(3):
            throw DocumentError(.pdfEncrypted, "The PDF is protected by a password. Send it without.")
        case .signalled(SIGXFSZ): throw .textTooLarge(limits)
        case .signalled(SIGXCPU), .signalled(SIGKILL): throw Self.tooComplex
        case _ where complaints.contains { $0.lowercased().contains("out of memory") || $0.contains("bad_alloc") }:
            throw Self.tooComplex
        default: throw Self.broken
        }
        guard let output = try? files.outputBytes(atMost: limits.textBytes + Self.room) else {
            throw DocumentError(.toolUnavailable, "The text of the PDF could not be read back. Try again.")
        }
        // It repairs what it can of a broken file, and says so; a file without a page is none.
        if output.isEmpty, !complaints.isEmpty { throw Self.broken }
        return String(decoding: output, as: UTF8.self)
    }

    private static let broken = DocumentError(.pdfBroken, "The PDF cannot be read. Export it again, or send its text.")
    private static let tooComplex = DocumentError(
        .tooComplex, "The PDF takes more time or memory than a document may. Print it to a new PDF, or divide it.")
}
