internal import CMicrohttpd
import Glibc

extension Engine {
    /// More connections are not looked through for the one that the library is about to answer.
    private static let searched = 1_024

    /// Answers in the library's place, whose own answers lack the common header; before 1.0 it also writes their head twice
    /// when a field of the header is wrong, and takes a chunk's long extension for a mistake of ours. Its log is the only
    /// word of it before it answers, and does not name the connection. It is one of this thread's: the one whose header is
    /// complete and has not been handed over yet, else one in the midst of its header, or of its body.
    func libraryRefuses(_ message: String) {
        guard flotilla_mhd_is_strict == 0, message.hasPrefix("Error processing request"), table.count <= Self.searched,
            let number = message.firstMatch(of: #/code is (\d{3})/#).flatMap({ Int($0.output.1) }),
            // The request line itself, before which nothing is known of the connection.
            number != 414, number != 505
        else { return }
        let phase: ClientConnection.Phase = number == 500 || message.contains("chunk") ? .body : .header
        let thread = pthread_self()
        let candidates = table.all.filter { pthread_equal($0.thread, thread) != 0 && $0.phase == phase }
        let complete = candidates.filter { flotilla_mhd_header_size($0.handle) > 0 }
        // Of several that send it could be any: then the library's answer stands.
        let found = phase == .header && complete.isEmpty ? candidates : complete
        guard found.count == 1, let connection = found.first else { return }
        connection.refuse(number == 500 ? .badRequest : HTTPStatus(rawValue: number))
    }
}
