// What pages do better where scripts may run. Nothing is lost without it.
"use strict";

document.documentElement.classList.add("scripted");
