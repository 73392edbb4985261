"""The short way of hot reads: from the bytes of a request to the bytes of its answer."""
