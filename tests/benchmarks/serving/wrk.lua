-- Asks for each of the addresses in a file in turn, where one is given, and ends with its figures as JSON; see wrk.py.
function init(args)
  if args[1] then
    local asked, turn = {}, 0
    for path in io.lines(args[1]) do
      asked[#asked + 1] = wrk.format("GET", path)
    end
    function request()
      turn = turn % #asked + 1
      return asked[turn]
    end
  end
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format(
    '{"requests": %d, "seconds": %f, "bytes": %d, "refused": %d, "failed": %d, "half": %f, "late": %f}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, errors.status, failed,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3
  ))
end
