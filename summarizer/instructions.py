"""Finds sentences of a document that address the model or the software instead of the reader of the dossier.

Text inside documents is data. A sentence found here feeds no topic, no index and no prompt, and is reported. It knows
the forms of such orders in French and English; it refuses to judge intent: a false alarm costs one reported sentence.
"""

from __future__ import annotations

import re
import unicodedata

_TARGET = (
    r"(?:instructions?|consignes?|prompts?|r[eè]gles?|rules?|directives? (?:syst[eè]me|pr[ée]c[ée]dentes?)|guidelines?|"
    r"messages? (?:syst[eè]me|system)|system (?:prompts?|messages?))"
)
_SYSTEM = r"(?:messages? (?:syst[eè]me|system)|system (?:prompts?|messages?|instructions?)|directives? syst[eè]me)"
_MACHINE = (
    r"(?:assistant|ia\b|i\.a\.|ai\b|a\.i\.|llm|mod[eè]le (?:de langage|de langue|d'ia|ia)|language model|chatbot|chatgpt|gpt|"
    r"intelligence artificielle|artificial intelligence|logiciel|syst[eè]me (?:de (?:synth[eè]se|r[ée]sum[ée])|automatique)|"
    r"summari[sz]er|r[ée]sumeur|synth[ée]tiseur|robot|algorithme|g[ée]n[ée]rateur)"
)
_ORDER = (
    r"(?:ignor\w*|oubli\w*|disregard|forget|override|bypass|outrepass\w*|contourn\w*|n[ée]glig\w*|supprim\w*|efface\w*|omet\w*|"
    r"omit|remplac\w*|replace|[ée]cri[stv]\w*|write|r[ée]pond\w*|respond|answer|reply|output|affich\w*|display|print|r[ée]v[eè]l\w*|"
    r"reveal|inscri\w*|mentionn\w*|indiqu\w*|d[ée]clar\w*|say|state|dis\b|dites|conclu\w*|ajout\w*|add|r[ée]sum\w*|summari[sz]e|"
    r"g[ée]n[ée]r\w*|generate|produi\w*|traite\w*|consid[eè]r\w*|treat|act|agis\w*|comporte\w*|execut\w*|ex[ée]cut\w*|obey|ob[ée]i\w*|"
    r"follow|sui[st]\w*|envoy\w*|send|transm\w*|must|doit|devez|dois|cache\w*|hide|masqu\w*)"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_ORDER}\b[^.\n]{{0,60}}\b(?:instructions? (?:syst|pr[ée]c|ant|ci-|above|previous|you)|prompts?|{_SYSTEM})",
        rf"\b{_ORDER}\b[^.\n]{{0,30}}\b(?:previous|prior|above|all|toutes? (?:les|tes|vos))\b[^.\n]{{0,20}}\b{_TARGET}",
        rf"\b(?:ignor\w*|oubli\w*|disregard|forget|override)\b[^.\n]{{0,30}}\b{_TARGET}\s+(?:ci-dessus|pr[ée]c[ée]dent\w*|ant[ée]rieur\w*|above|before|previous|that)",
        rf"\b{_TARGET}\b[^.\n]{{0,40}}\b(?:pr[ée]c[ée]dent\w*|ci-dessus|ant[ée]rieur\w*|previous|above|prior|earlier)\b[^.\n]{{0,60}}\b(?:ignor|oubli|annul|nul|caduc|void|cancel)",
        rf"(?:^|[\s«\"(\[,])(?:[àa] l'attention d\w+ |note (?:pour|[àa]|aux?) |to the |dear |attention |cher |ch[èe]re |instructions? (?:pour|for|aux?) )(?:l'|la |le |les |the |aux? |any )?{_MACHINE}",
        rf"\b{_MACHINE}\b\s*[:,][^.\n]{{0,80}}\b{_ORDER}\b",
        rf"\b{_MACHINE}\b[^.,;:\n]{{0,20}}\b(?:doit|doivent|devra|devez|dois|must|should|shall|ne doit|ignor\w*|veuille\w*)\b",
        rf"\b(?:you are|tu es|vous [êe]tes|act as|agis comme|comporte-toi comme|fais comme si|pretend)\b[^.\n]{{0,40}}\b(?:{_MACHINE}|developer mode|dan\b|un autre|d[ée]sormais)",
        rf"\b(?:si tu|si vous|if you)\b[^.\n]{{0,30}}\b(?:{_MACHINE}|lis(?:ez)? ceci|r[ée]sum\w*|read this|summari[sz]\w*)",
        r"<\|?(?:im_start|im_end|system|user|assistant|endoftext|start_of_turn|end_of_turn|bos|eos|inst|sys)\|?>|\[/?(?:INST|SYS(?:TEM)?)\]|<</?SYS>>",
        r"^\s*(?:###?\s*)?(?:system|assistant|user|syst[eè]me|utilisateur|instructions?)\s*(?:prompt|message)?\s*:\s*\S[^.\n]{0,40}\b(?:you|tu|vous|ignore\w*|must|the summary|la synth[eè]se|le r[ée]sum[ée])\b",
        rf"\b(?:dans|in|de|of|au d[ée]but de|[àa] la fin de)\s+(?:(?:la|ta|votre|the|your|this)\s+(?:synth[eè]se|summary|answer|response)|(?:le|ton|votre|ce)\s+(?:r[ée]sum[ée]))\b[^.\n]{{0,80}}\b{_ORDER}\b",
        rf"\b{_ORDER}\b[^.\n]{{0,80}}\b(?:dans|in|de|into|to|from|[àa])\s+(?:(?:la|ta|votre|the|your|this)\s+(?:synth[eè]se|summary|answer|response|output)|(?:le|ton|votre|ce)\s+(?:r[ée]sum[ée]))\b",
        r"\b(?:jailbreak|prompt injection|developer mode|mode d[ée]veloppeur|mode debug|sudo mode)\b",
        r"\b(?:do not|don't|never|ne|n')\s+(?:mention|include|summari[sz]e|report|(?:mentionne[zr]|r[ée]sume[zr]|signale[zr]|cite[zr]|inclue[zr]|parle[zr])\s+(?:pas|jamais|aucun\w*|plus|ni))\b",
        r"\b(?:new|nouvelles?|updated)\s+(?:instructions?|consignes?|system prompt|t[âa]che)\s*:",
        r"\b(?:base64|eval\(|<script|javascript:|curl\s+https?:|https?://\S+\?(?:q|data|d)=)",
    )
)


def addresses_the_model(text: str) -> bool:
    """Whether `text` reads as an order to a machine. Invisible characters and compatibility forms are undone first."""
    flat = unicodedata.normalize("NFKC", text)
    flat = "".join(c for c in flat if unicodedata.category(c) != "Cf")
    flat = " ".join(flat.replace("’", "'").split())
    return any(pattern.search(flat) for pattern in _PATTERNS)
