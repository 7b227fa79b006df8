# shellcheck shell=bash

# The store: what survives. A key is a path in the run's folder, STORE_URL/CAMPAIGN/RUN-ID. $STORE is the kind of store that the URL
# names: `file` or `s3`; each provides all of these. Those that can fail say why in ERROR.

# store_open: finds the run's folder; writes nothing
store_open() { "${STORE}_open"; }

# store_claim: takes the run for this machine, by a conditional create. 0: it is ours; 1: it was taken before; 2: the store is of no use
store_claim() { "${STORE}_claim"; }

# store_exists: whether the run's folder is there
store_exists() { "${STORE}_exists"; }

# store_reserve KEY FILE: by a conditional create; FILE holds what no other has. 0: made; 1: others have it; 2: the store is of no use
store_reserve() { "${STORE}_reserve" "$1" "$2"; }

# store_age KEY: REPLY is how many seconds ago it was written; where it is not there, how long ago the run last gave a sign
store_age() { "${STORE}_age" "$1"; }

# store_has KEY
store_has() { "${STORE}_has" "$1"; }

# store_told_to_stop: whether there is an object `stop`, by which anybody who may write there asks the run to stop and save
store_told_to_stop() { "${STORE}_told_to_stop"; }

# store_get KEY: REPLY is its text without trailing newlines; fails when it cannot be read
store_get() { "${STORE}_get" "$1"; }

# store_list PREFIX: KEYS and SIZES of all that lies under it. PREFIX is empty or ends in a slash; nothing there is no failure.
store_list() { "${STORE}_list" "$1"; }

# store_fetch KEY FILE: one object into a local file, whole or not at all
store_fetch() { "${STORE}_fetch" "$1" "$2"; }

# store_fetch_tree PREFIX DIRECTORY: all that lies under it. Only a file store knows modes and kept links; result.json knows them always.
store_fetch_tree() { "${STORE}_fetch_tree" "$1" "$2"; }

# store_fetch_each DIRECTORY KEY...: some objects, each at its key under DIRECTORY
store_fetch_each() { "${STORE}_fetch_each" "$@"; }

# store_sums PREFIX NAME...: SIZES and SUMS of what lies there now; fails when one is missing. An empty sum: only its size is known.
store_sums() { "${STORE}_sums" "$@"; }

# store_clone FROM TO: a second copy in the store, of one object or, with slashes at the ends, of all that lies under FROM
store_clone() { "${STORE}_clone" "$1" "$2"; }

# store_replace KEY FILE: a record that is written again and again; whole or not at all
store_replace() { "${STORE}_replace" "$1" "$2"; }

# store_replace_all: the same for all that put_file has named
store_replace_all() { "${STORE}_replace_all"; }

# store_append KEY TEXT: lines for a record that only grows. A store without appending takes it as a whole with the next records.
store_append() { "${STORE}_append" "$1" "$2"; }

# store_flush: what store_append was given is in the store afterwards
store_flush() { "${STORE}_flush"; }

# store_put_all PREFIX: all that put_file has named, with keys under PREFIX: written, proven to be there, entered in the ledger; those
# of kind `record` after all others. A `final` key is written once: again with the same bytes is fine, with others an error. What cannot
# be stored keeps nothing else from it, but the whole has failed then.
store_put_all() {
  local PUT_PREFIX=$1 PUT_ENDED=
  # A put of partial files alone is one of a stage that runs: they may change, or go, while they are put.
  [[ " ${PUT_KIND[*]} " != *' record '* && " ${PUT_KIND[*]} " != *' final '* ]] || PUT_ENDED=1
  is_ours || return
  set_aside
  ERROR=$ASIDE
  ((${#PUT_KEY[@]} == 0)) || "${STORE}_put_all" "$1" || return
  ERROR=$ASIDE
  [[ -z $ASIDE ]]
}

# store_put KIND KEY FILE: the same for one file of our own
store_put() {
  no_files
  put_whole "$@"
  store_put_all ''
}

# store_halt: ends what processes of ours that are gone may still be writing
store_halt() { "${STORE}_halt"; }

# store_drop PREFIX: removes what lies under it; PREFIX ends in a slash, or is one key
store_drop() { "${STORE}_drop" "$1"; }

# store_end: removes what our own work has left lying about in the store
store_end() { "${STORE}_end"; }
