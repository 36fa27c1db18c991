import CLinux
import Glibc
import Testing

/// libmicrohttpd ends the process when its listening socket leaves an epoll set twice (see `Sources/CLinux/Epoll.c`).
@Suite struct QuiesceTests {
    private typealias Control = @convention(c) (Int32, Int32, Int32, UnsafeMutablePointer<epoll_event>?) -> Int32

    @Test("what an epoll set does not hold is removed without an error, for the program's libraries, too")
    func twice() throws {
        let set = flotilla_epoll_create()
        let bell = flotilla_eventfd()
        defer {
            close(set)
            close(bell)
        }
        // What a library of this program calls by that name.
        let found = try #require(dlsym(nil, "epoll_ctl"))
        let control = unsafeBitCast(found, to: Control.self)
        var event = epoll_event(events: UInt32(EPOLLIN.rawValue), data: epoll_data_t(fd: bell))
        #expect(control(set, EPOLL_CTL_ADD, bell, &event) == 0)
        #expect(control(set, EPOLL_CTL_DEL, bell, &event) == 0)
        #expect(control(set, EPOLL_CTL_DEL, bell, &event) == 0)
        #expect(control(set, EPOLL_CTL_MOD, bell, &event) == -1 && errno == ENOENT)
        #expect(control(set, EPOLL_CTL_DEL, -1, &event) == -1 && errno == EBADF)
    }
}
