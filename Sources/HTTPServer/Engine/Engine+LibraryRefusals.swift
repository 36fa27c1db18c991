internal import CMicrohttpd
import Glibc

extension Engine {
    /// More connections are not looked through for the one that the library is about to answer.
    private static let searched = 1_024

    /// Answers in the library's place where its own answer would be a bad one: before 1.0 it writes the head of its
    /// answers twice when a field of the header is wrong, and takes a chunk's long extension for a mistake of ours. Its
    /// log is the only word of it before it answers, and does not name the connection: it is the one of this thread
    /// whose header is complete and has not been handed over yet.
    func libraryRefuses(_ message: String) {
        guard flotilla_mhd_is_strict == 0, message.hasPrefix("Error processing request"), table.count <= Self.searched,
            let number = message.firstMatch(of: #/code is (\d{3})/#).flatMap({ Int($0.output.1) })
        else { return }
        let phase: ClientConnection.Phase = number == 500 ? .body : .header
        let thread = pthread_self()
        let candidates = table.all.filter { connection in
            pthread_equal(connection.thread, thread) != 0 && connection.phase == phase
                && flotilla_mhd_header_size(connection.handle) > 0
        }
        // Of several that send bodies it could be any: then the library's answer stands.
        guard candidates.count == 1, let connection = candidates.first else { return }
        connection.refuse(number == 500 ? .badRequest : HTTPStatus(rawValue: number))
    }
}
