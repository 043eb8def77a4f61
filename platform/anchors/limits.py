"""Numbers of the sequencer and the clock, each chosen, with its reason."""

# One transaction of the sequencer. Chosen: 256 is one tile, and takes about a tenth of a second,
# which is how long another writer of SQLite waits at most.
BATCH = 256
# After so many batches a head is signed, though events may wait. Chosen: a second or two of work.
BATCHES_A_HEAD = 8
# Events of this time share a batch, a signature and a message to the broker. Chosen: short beside
# the five seconds of the beat, long beside a request.
WAKE_AFTER_S = 0.5
# How long one witness may take. Chosen: somebody waits for a proof meanwhile.
WITNESS_TIMEOUT_S = 3.0
# How long one that failed is left alone. Chosen: a restart of it takes less.
WITNESS_REST_S = 30.0
